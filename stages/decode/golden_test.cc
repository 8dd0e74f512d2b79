// golden/cases.tsv lists NAME and content type (may be empty); NAME.in is a record's value, NAME.out what becomes of
// it. Run with --update to write the .out files anew; review them as a diff.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"

namespace marsad::decode {
namespace {

const std::string kFolder = "stages/decode/golden/";

std::string Load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string Show(const pipeline::Decoded& decoded) {
  if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) {
    return std::string(Name(reject->code)) + "\n" + reject->detail + "\n";
  }
  if (const auto* skip = std::get_if<pipeline::Skip>(&decoded)) return "skipped " + std::string(skip->reason) + "\n";
  std::string out;
  if (const auto* partial = std::get_if<pipeline::Partial>(&decoded)) {
    out = std::string(Name(partial->rejected.code)) + "\n" + partial->rejected.detail + "\n";
  }
  for (const pipeline::KeyedArticle& keyed : pipeline::ArticlesOf(decoded)) {
    v1::EnrichedArticle record;
    EXPECT_TRUE(record.ParseFromString(keyed.delta));
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    options.preserve_proto_field_names = true;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(record, &out, options).ok());
  }
  return out;
}

TEST(DecodeGolden, GivesWhatWasReviewed) {
  const std::vector<std::string> arguments = testing::internal::GetArgvs();
  const bool update = std::find(arguments.begin(), arguments.end(), "--update") != arguments.end();
  const auto decoder = (*LoadDecode(config::v1::Config()))();
  std::ifstream cases(kFolder + "cases.tsv");
  int count = 0;
  for (std::string line; std::getline(cases, line); ++count) {
    const size_t tab = line.find('\t');
    const std::string name = line.substr(0, tab);
    const std::string type = line.substr(tab + 1);
    const std::string value = Load(kFolder + name + ".in");
    ASSERT_FALSE(value.empty()) << name;
    const record::HeaderView header{.key = "content-type", .value = type};
    const std::string out =
        Show(decoder->Decode({.value = value,
                              .headers = {&header, type.empty() ? 0U : 1U},
                              .timestamp = Timestamp::FromMillis(1'793'716'200'000),  // 2026-11-03T14:30:00Z
                              .topic = "news.raw",
                              .partition = Partition(0),
                              .offset = Offset(17)}));
    if (update) std::ofstream(kFolder + name + ".out", std::ios::binary) << out;
    EXPECT_EQ(out, Load(kFolder + name + ".out")) << name;
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace marsad::decode
