#include "cli/show/show_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/show/testing.h"

namespace marsad::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Terminal kTerminal{false};

// A record that lends its bytes from members.
struct Lent {
  std::string value;
  std::vector<record::HeaderView> headers;
  kafka::ReadRecord record;

  Lent(std::string bytes, std::string_view content_type) : value(std::move(bytes)) {
    if (!content_type.empty()) headers.push_back({"content-type", content_type});
    record.key = "urn:a";
    record.value = value;
    record.headers = headers;
  }
};

constexpr std::string_view kArticleType = "application/x-protobuf; messageType=marsad.v1.EnrichedArticle";
constexpr std::string_view kDeadType = "application/x-protobuf; messageType=marsad.v1.DeadLetter";

TEST(ShowRecordTest, DecodesArticles) {
  Lent lent(MakeArticle("urn:a", "A title", "Body.").SerializeAsString(), kArticleType);
  EXPECT_THAT(ShowRecord(lent.record, {}, kTerminal), HasSubstr("A title"));
  EXPECT_THAT(ShowRecord(lent.record, {}, kTerminal), Not(HasSubstr("Body.")));
  EXPECT_THAT(ShowRecord(lent.record, {.full = true}, kTerminal), HasSubstr("Body."));
  EXPECT_THAT(ShowRecord(lent.record, {.json = true}, kTerminal),
              HasSubstr("{\"article\":{\"uri\":\"urn:a\",\"version\":\"1\""));
  EXPECT_EQ(ShowRecord(lent.record, {.raw = true}, kTerminal), lent.value + "\n");
}

TEST(ShowRecordTest, BeginsWithThePlaceForPeopleAlone) {
  Lent lent(MakeArticle("urn:a", "A title", "Body.").SerializeAsString(), kArticleType);
  lent.record.partition = Partition(3);
  lent.record.offset = Offset(41);
  EXPECT_THAT(ShowRecord(lent.record, {}, kTerminal), testing::StartsWith("3:41 "));
  EXPECT_THAT(ShowRecord(lent.record, {.json = true}, kTerminal), testing::StartsWith("{\"article\""));
}

TEST(ShowRecordTest, DecodesDeadLetters) {
  v1::DeadLetter letter;
  letter.set_code(v1::DeadLetter::EMPTY);
  letter.set_value_bytes(7);
  Lent lent(letter.SerializeAsString(), kDeadType);
  EXPECT_THAT(ShowRecord(lent.record, {}, kTerminal), HasSubstr("EMPTY"));
  EXPECT_THAT(ShowRecord(lent.record, {.json = true}, kTerminal), HasSubstr("\"value_bytes\":\"7\""));
}

TEST(ShowRecordTest, ShowsKillsAsKills) {
  Lent lent("", "");
  lent.record.value.reset();
  EXPECT_THAT(ShowRecord(lent.record, {}, kTerminal), HasSubstr("KILLED"));
  EXPECT_THAT(ShowRecord(lent.record, {.json = true}, kTerminal), HasSubstr("\"killed\":true"));
}

TEST(ShowRecordTest, OtherBytesAreTextWithoutControls) {
  Lent lent("plain \x1b[2J\xFF text", "text/plain");
  std::string shown = ShowRecord(lent.record, {}, kTerminal);
  EXPECT_THAT(shown, HasSubstr("plain \\u{1B}[2J\uFFFD text"));
  EXPECT_THAT(ShowRecord(lent.record, {.json = true}, kTerminal), HasSubstr("\"value\":\"plain"));
}

TEST(ShowRecordTest, BytesThatLieAboutTheirTypeAreShownAsText) {
  Lent lent("\x0A\xFFgarbage", kArticleType);
  EXPECT_THAT(ShowRecord(lent.record, {}, kTerminal), HasSubstr("garbage"));
}

}  // namespace
}  // namespace marsad::cli
