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

// The two ways of a value into a field: of a repeated one and of another.
template <class Value>
struct Writers {
  void (Reflection::*add)(Message*, const FieldDescriptor*, Value) const;
  void (Reflection::*set)(Message*, const FieldDescriptor*, Value) const;
};

template <class Value>
void Write(Message* message, const FieldDescriptor* field, const Writers<Value>& writers, Value value) {
  (message->GetReflection()->*(field->is_repeated() ? writers.add : writers.set))(message, field, value);
}

// Sets or adds one value of `field`. Values follow from the field's number, so that a swap of two fields shows.
void FillField(Message* message, const FieldDescriptor* field) {
  using R = Reflection;
  const int number = field->number();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const R& to = *message->GetReflection();
      return FillMessage(field->is_repeated() ? to.AddMessage(message, field) : to.MutableMessage(message, field));
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string value = field->name() + " " + kText;
      if (field->type() == FieldDescriptor::TYPE_BYTES) value = std::string(kBytes, sizeof(kBytes) - 1);
      return Write<std::string>(message, field, {&R::AddString, &R::SetString}, value);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return Write<int32_t>(message, field, {&R::AddInt32, &R::SetInt32}, -number);
    case FieldDescriptor::CPPTYPE_INT64:
      return Write<int64_t>(message, field, {&R::AddInt64, &R::SetInt64}, number - (1LL << 40));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Write<uint32_t>(message, field, {&R::AddUInt32, &R::SetUInt32}, 3'000'000'000U + number);
    case FieldDescriptor::CPPTYPE_UINT64:
      return Write<uint64_t>(message, field, {&R::AddUInt64, &R::SetUInt64}, (1ULL << 60) + number);
    case FieldDescriptor::CPPTYPE_BOOL:
      return Write<bool>(message, field, {&R::AddBool, &R::SetBool}, true);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Write<const google::protobuf::EnumValueDescriptor*>(
          message, field, {&R::AddEnum, &R::SetEnum}, field->enum_type()->value(field->enum_type()->value_count() - 1));
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
