// Bytes that a released version wrote: today's build reads them as it did.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/contract/samples.h"

namespace marsad::contract {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The names of fields that `message` or one below it holds without knowing them.
void CollectUnknown(const Message& message, std::vector<std::string>* names) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) names->push_back(message.GetDescriptor()->full_name());
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) CollectUnknown(reflection.GetMessage(message, field), names);
    for (int i = 0; field->is_repeated() && i < reflection.FieldSize(message, field); ++i) {
      CollectUnknown(reflection.GetRepeatedMessage(message, field, i), names);
    }
  }
}

// `NAME.binpb` or `NAME-VERSION.binpb` holds the message of sample NAME.
std::unique_ptr<Message> NewMessageFor(const std::string& stem) {
  for (const auto& sample : Samples()) {
    if (stem == sample.name || stem.starts_with(sample.name + "-")) {
      return std::unique_ptr<Message>(sample.message->New());
    }
  }
  return nullptr;
}

TEST(Recorded, EveryReleaseStillParses) {
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/contract")) {
    if (entry.path().extension() != ".binpb") continue;
    SCOPED_TRACE(entry.path().filename().string());
    const auto message = NewMessageFor(entry.path().stem().string());
    ASSERT_NE(message, nullptr);
    ASSERT_TRUE(message->ParseFromString(Read(entry.path())));
    std::vector<std::string> unknown;
    CollectUnknown(*message, &unknown);
    EXPECT_EQ(unknown, std::vector<std::string>());
    EXPECT_EQ(ToJson(*message), Read(std::filesystem::path(entry.path()).replace_extension(".json")));
    ++files;
  }
  EXPECT_GE(files, 2);
}

TEST(Samples, SetEveryFieldAndSurviveTheWire) {
  for (const auto& sample : Samples()) {
    const auto copy = std::unique_ptr<Message>(sample.message->New());
    ASSERT_TRUE(copy->ParseFromString(sample.message->SerializeAsString()));
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*sample.message, *copy));
    std::vector<const FieldDescriptor*> set;
    sample.message->GetReflection()->ListFields(*sample.message, &set);
    EXPECT_EQ(static_cast<int>(set.size()), sample.message->GetDescriptor()->field_count());
  }
}

}  // namespace
}  // namespace marsad::contract
