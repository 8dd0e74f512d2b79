#include "stages/weigh/stage.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::weigh {
namespace {

// golden/en.in: one word a line; golden/en.out: how many.
TEST(WeighStageTest, Golden) {
  const std::string golden = "stages/weigh/golden/";
  v1::EnrichedArticle record;
  std::ifstream in(golden + "en.in");
  for (std::string word; in >> word;) {
    record.mutable_text()->mutable_tokens()->add_gap(0);
    record.mutable_text()->mutable_tokens()->add_length(static_cast<uint32_t>(word.size()));
  }
  uint32_t expected = 0;
  std::ifstream(golden + "en.out") >> expected;
  const auto stage = (*LoadWeigh(config::v1::Config()))();
  const auto delta = std::get<pipeline::RecordDelta>(stage->Enrich(record));
  v1::EnrichedArticle enriched;
  ASSERT_TRUE(enriched.ParseFromString(delta.bytes));
  EXPECT_EQ(enriched.weight().words(), expected);
}

}  // namespace
}  // namespace marsad::weigh
