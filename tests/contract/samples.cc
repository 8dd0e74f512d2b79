#include "tests/contract/samples.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>

#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::contract {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Text of two, three and four bytes a character, beside a quote and a line break.
constexpr char kText[] =
    "\u0645\u0631\u0635\u062f"  // the word marsad
    " \"\u20ac\"\n"             // EURO SIGN
    "\U0001F4F0";               // NEWSPAPER
constexpr char kBytes[] = "\x00\xff\x80raw";

void FillMessage(Message* message);

// Sets or adds one value of `field`. Values follow from the field's number, so that a swap of two fields shows.
void FillField(Message* message, const FieldDescriptor* field) {
  const Reflection& to = *message->GetReflection();
  const bool many = field->is_repeated();
  const int number = field->number();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FillMessage(many ? to.AddMessage(message, field) : to.MutableMessage(message, field));
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string value = field->name() + " " + kText;
      if (field->type() == FieldDescriptor::TYPE_BYTES) value = std::string(kBytes, sizeof(kBytes) - 1);
      return many ? to.AddString(message, field, value) : to.SetString(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return many ? to.AddInt32(message, field, -number) : to.SetInt32(message, field, -number);
    case FieldDescriptor::CPPTYPE_INT64:
      return many ? to.AddInt64(message, field, number - (1LL << 40))
                  : to.SetInt64(message, field, number - (1LL << 40));
    case FieldDescriptor::CPPTYPE_UINT32:
      return many ? to.AddUInt32(message, field, 3'000'000'000U + number)
                  : to.SetUInt32(message, field, 3'000'000'000U + number);
    case FieldDescriptor::CPPTYPE_UINT64:
      return many ? to.AddUInt64(message, field, (1ULL << 60) + number)
                  : to.SetUInt64(message, field, (1ULL << 60) + number);
    case FieldDescriptor::CPPTYPE_BOOL:
      return many ? to.AddBool(message, field, true) : to.SetBool(message, field, true);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* last = field->enum_type()->value(field->enum_type()->value_count() - 1);
      return many ? to.AddEnum(message, field, last) : to.SetEnum(message, field, last);
    }
    default:
      GOOGLE_LOG(FATAL) << "the contract has no floating point: " << field->full_name();
  }
}

void FillMessage(Message* message) {
  if (auto* moment = dynamic_cast<google::protobuf::Timestamp*>(message)) {
    moment->set_seconds(1'763'900'000);
    moment->set_nanos(123'456'000);
    return;
  }
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const int times = type->field(i)->is_repeated() ? 2 : 1;
    for (int n = 0; n < times; ++n) FillField(message, type->field(i));
  }
}

}  // namespace

std::vector<Sample> Samples() {
  std::vector<Sample> samples;
  samples.push_back({"enriched", std::make_unique<v1::EnrichedArticle>()});
  samples.push_back({"dead_letter", std::make_unique<v1::DeadLetter>()});
  for (const Sample& sample : samples) FillMessage(sample.message.get());
  return samples;
}

std::string ToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  GOOGLE_CHECK(status.ok()) << status.ToString();
  return json;
}

}  // namespace marsad::contract
