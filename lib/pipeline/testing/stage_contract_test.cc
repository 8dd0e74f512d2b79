// The contract's checks must themselves be able to fail: one stage for each way to break a promise.
#include "lib/pipeline/testing/stage_contract.h"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline::testing {
namespace {

using Answer = std::function<Enriched(const v1::EnrichedArticle&, int asked)>;

class Scripted final : public Enricher {
 public:
  explicit Scripted(Answer answer) : answer_(std::move(answer)) {}
  std::string_view name() const override { return "tag"; }
  std::string_view bundle() const override { return ""; }
  record::Field field() const override { return record::Field::kEntities; }
  Enriched Enrich(const v1::EnrichedArticle& article) override { return answer_(article, asked_++); }

 private:
  Answer answer_;
  int asked_ = 0;
};

// How many promises the enricher breaks, and the text of all failures.
std::string Failures(const Answer& answer) {
  v1::EnrichedArticle article;
  article.mutable_article()->set_title("\u00e9\U0001F600 Cairo");  // E WITH ACUTE, GRINNING FACE
  article.mutable_article()->set_body("body");
  const std::vector<std::string> corpus = {article.SerializeAsString(), article.SerializeAsString()};
  ::testing::TestPartResultArray results;
  {
    ::testing::ScopedFakeTestPartResultReporter reporter(&results);
    ExpectEnricherContract([&] { return std::make_unique<Scripted>(answer); }, corpus, 200);
  }
  std::string text;
  for (int i = 0; i < results.size(); ++i) text += results.GetTestPartResult(i).message();
  return text;
}

RecordDelta Mention(uint32_t begin, uint32_t end, const std::string& surface, uint32_t begin_utf16,
                    uint32_t end_utf16) {
  v1::EnrichedArticle delta;
  v1::Mention* mention = delta.add_entities()->add_mentions();
  mention->mutable_span()->set_field(v1::Span::TITLE);
  mention->mutable_span()->set_begin(begin);
  mention->mutable_span()->set_end(end);
  mention->set_surface(surface);
  mention->set_begin_utf16(begin_utf16);
  mention->set_end_utf16(end_utf16);
  return {delta.SerializeAsString()};
}

bool Contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(EnricherContract, AcceptsAStageThatKeepsIt) {
  EXPECT_EQ(Failures([](const auto&, int) { return Mention(7, 12, "Cairo", 4, 9); }), "");
  EXPECT_EQ(Failures([](const auto&, int) { return RecordDelta{}; }), "");
  EXPECT_EQ(Failures([](const auto&, int) { return Reject{RejectCode::kLimitExceeded, "too long"}; }), "");
}

TEST(EnricherContract, SeesEveryBreach) {
  EXPECT_TRUE(Contains(Failures([](const auto&, int asked) { return Mention(7, 12, "Cairo", 4, asked == 1 ? 8 : 9); }),
                       "asked"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) { return Mention(7, 13, "Cairo", 4, 9); }), "does not fit"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) { return Mention(1, 12, "Cairo", 4, 9); }), "does not fit"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) { return Mention(7, 12, "cairo", 4, 9); }), "surface"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) { return Mention(7, 12, "Cairo", 3, 9); }), "begin_utf16"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) {
                         return Reject{RejectCode::kLimitExceeded, ""};
                       }),
                       "what is wrong"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) {
                         v1::EnrichedArticle delta;
                         delta.mutable_summary()->set_text("not mine");
                         return RecordDelta{delta.SerializeAsString()};
                       }),
                       "another field"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) {
                         v1::EnrichedArticle delta;
                         delta.add_entities()->set_name("\xff");
                         return RecordDelta{delta.SerializeAsString()};
                       }),
                       "not valid UTF-8"));
  EXPECT_TRUE(Contains(Failures([](const auto&, int) {
                         v1::EnrichedArticle delta;
                         delta.add_entities()->set_name(std::string(300, 'x'));
                         return RecordDelta{delta.SerializeAsString()};
                       }),
                       "max_bytes"));
}

class ScriptedDecoder final : public Decoder {
 public:
  explicit ScriptedDecoder(std::function<Decoded(const InputRecord&)> answer) : answer_(std::move(answer)) {}
  std::string_view name() const override { return "decode"; }
  std::string_view bundle() const override { return ""; }
  Decoded Decode(const InputRecord& input) override { return answer_(input); }

 private:
  std::function<Decoded(const InputRecord&)> answer_;
};

std::string DecoderFailures(const std::function<Decoded(const InputRecord&)>& answer) {
  const std::vector<DecoderInput> inputs = {{"one", {}}, {"two", {{"content-type", "text/plain"}}}};
  ::testing::TestPartResultArray results;
  {
    ::testing::ScopedFakeTestPartResultReporter reporter(&results);
    ExpectDecoderContract([&] { return std::make_unique<ScriptedDecoder>(answer); }, inputs,
                          {.skip_reasons = {"known"}});
  }
  std::string text;
  for (int i = 0; i < results.size(); ++i) text += results.GetTestPartResult(i).message();
  return text;
}

KeyedArticle SoundArticle(const InputRecord& input) {
  v1::EnrichedArticle delta;
  v1::Article* article = delta.mutable_article();
  article->set_uri("u");
  article->mutable_received()->set_seconds(input.timestamp.millis() / 1000);
  article->mutable_received()->set_nanos(static_cast<int32_t>(input.timestamp.millis() % 1000) * 1'000'000);
  article->mutable_input()->set_topic(std::string(input.topic));
  article->mutable_input()->set_partition(input.partition.number());
  article->mutable_input()->set_offset(input.offset.value());
  return {"u", delta.SerializeAsString()};
}

TEST(DecoderContract, AcceptsAStageThatKeepsIt) {
  EXPECT_EQ(DecoderFailures([](const InputRecord& input) { return std::vector<KeyedArticle>{SoundArticle(input)}; }),
            "");
  EXPECT_EQ(DecoderFailures([](const InputRecord&) { return Skip{"known"}; }), "");
  EXPECT_EQ(DecoderFailures([](const InputRecord&) { return Reject{RejectCode::kMalformed, "broken"}; }), "");
}

TEST(DecoderContract, SeesEveryBreach) {
  EXPECT_TRUE(Contains(DecoderFailures([](const InputRecord&) { return Skip{"unheard of"}; }), "unknown reason"));
  EXPECT_TRUE(Contains(DecoderFailures([](const InputRecord& input) {
                         KeyedArticle article = SoundArticle(input);
                         article.key = "another";
                         return std::vector<KeyedArticle>{article};
                       }),
                       "uri"));
  EXPECT_TRUE(Contains(DecoderFailures([](const InputRecord& input) {
                         InputRecord moved = input;
                         moved.timestamp = Timestamp::FromMillis(input.timestamp.millis() + 1);
                         return std::vector<KeyedArticle>{SoundArticle(moved)};
                       }),
                       "received"));
}

}  // namespace
}  // namespace marsad::pipeline::testing
