// What comes as protobuf: an Article or an EnrichedArticle of somebody else's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "stages/decode/testing/decode_fixture.h"

namespace marsad::decode {
namespace {

using pipeline::RejectCode;
using testing::ElementsAre;

const std::string kFffd = "\xEF\xBF\xBD";  // REPLACEMENT CHARACTER

TEST_F(DecodeTest, ReadsProtobufOfBothKinds) {
  v1::EnrichedArticle enriched;
  *enriched.mutable_article() = Sample();
  enriched.mutable_text()->set_language("en");
  enriched.add_runs()->set_stage("normalize");
  const std::string bare = Sample().SerializeAsString();
  const std::string full = enriched.SerializeAsString();
  const std::pair<std::string, const char*> cases[] = {
      {bare, "application/x-protobuf"},
      {bare, "application/x-protobuf; messageType=\"marsad.v1.Article\""},
      {full, "application/protobuf; messageType=marsad.v1.EnrichedArticle"},
      {full, "application/x-protobuf"},
      {bare, ""},
      {full, ""},
  };
  for (const auto& [bytes, type] : cases) {
    const v1::Article article = Article(bytes, type);
    EXPECT_EQ(article.uri(), "x:1") << type;
    EXPECT_EQ(article.body(), "The body.\nTwo.") << type;
    EXPECT_EQ(article.input().content_type_guessed(), std::string_view(type).empty());
    EXPECT_FALSE(article.input().has_charset());
  }
}

TEST_F(DecodeTest, ChecksProtobufLikeEverythingElse) {
  v1::Article sent = Sample();
  sent.set_title("bro\xFFken\x1B");
  sent.add_authors("\xC3");
  sent.set_urgency(77);
  sent.mutable_published()->mutable_utc()->set_seconds(int64_t{1} << 60);
  sent.mutable_input()->set_topic("forged");
  sent.mutable_received()->set_seconds(1);
  auto* markup = sent.add_markup();
  markup->mutable_span()->set_field(v1::Span::BODY);
  markup->mutable_span()->set_end(99);
  const v1::Article article = Article(sent.SerializeAsString(), "application/x-protobuf");
  EXPECT_EQ(article.title(), "bro" + kFffd + "ken");
  EXPECT_THAT(article.authors(), ElementsAre(kFffd));
  EXPECT_EQ(article.input().repairs(), 2U);
  EXPECT_EQ(article.input().controls(), 1U);
  EXPECT_EQ(article.input().topic(), "news.raw");
  EXPECT_EQ(article.received().seconds(), kReceived / 1000);
  EXPECT_FALSE(article.has_urgency());
  EXPECT_FALSE(article.has_published());
  EXPECT_EQ(article.markup_size(), 0);
  EXPECT_EQ(article.input().ignored_fields_size(), 3);
}

TEST_F(DecodeTest, KeepsMarkupThatFits) {
  v1::Article sent = Sample();
  auto* markup = sent.add_markup();
  markup->set_kind(v1::Markup::PARAGRAPH);
  markup->mutable_span()->set_field(v1::Span::BODY);
  markup->mutable_span()->set_begin(0);
  markup->mutable_span()->set_end(9);
  EXPECT_EQ(Article(sent.SerializeAsString(), "application/x-protobuf").markup_size(), 1);
}

TEST_F(DecodeTest, MarkupFollowsWhatIsCleaned) {
  v1::Article sent;
  sent.set_title(" \tTwo\n words ");
  sent.set_body("One\r\ntwo\x07three\r\n\x07");
  const auto mark = [&](v1::Span::Field field, uint32_t begin, uint32_t end) {
    auto* span = sent.add_markup()->mutable_span();
    span->set_field(field);
    span->set_begin(begin);
    span->set_end(end);
  };
  mark(v1::Span::BODY, 5, 14);   // the second line, with a control inside
  mark(v1::Span::BODY, 0, 3);    // not in order
  mark(v1::Span::TITLE, 0, 13);  // with the blanks that go
  mark(v1::Span::BODY, 8, 9);    // nothing but a control
  mark(v1::Span::BODY, 9, 14);   // inside the first
  const v1::Article article =
      Article(sent.SerializeAsString(), "application/x-protobuf; messageType=marsad.v1.Article");
  std::vector<std::string> marked;
  for (const v1::Markup& markup : article.markup()) {
    const v1::Span& span = markup.span();
    const std::string& text = span.field() == v1::Span::TITLE ? article.title() : article.body();
    marked.push_back(text.substr(span.begin(), span.end() - span.begin()));
  }
  EXPECT_THAT(marked, ElementsAre("twothree", "One", "Two words", "three"));
  EXPECT_EQ(article.input().ignored_fields_size(), 0);
}

TEST_F(DecodeTest, RefusesProtobufGarbage) {
  const pipeline::Reject reject = Refusal("\x0A\xFF\xFF\xFF\xFF\x07gar", "application/x-protobuf");
  EXPECT_EQ(reject.code, RejectCode::kMalformed);
  EXPECT_EQ(reject.detail, "the 9 bytes are no protobuf message marsad.v1.Article");
  EXPECT_EQ(Refusal("\xF8\x07\x01", "application/x-protobuf").code, RejectCode::kMalformed);  // only field 127
  EXPECT_EQ(Refusal("x", "application/x-protobuf; messageType=acme.Order").code, RejectCode::kUnknownFormat);
  const std::string cut = Sample().SerializeAsString().substr(0, 20);
  EXPECT_EQ(Refusal(cut, "application/x-protobuf").code, RejectCode::kMalformed);
}

}  // namespace
}  // namespace marsad::decode
