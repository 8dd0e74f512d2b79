// What may stand around an article: a schema registry's frame, CloudEvents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "stages/decode/contract/frame.h"
#include "stages/decode/testing/decode_fixture.h"

namespace marsad::decode {
namespace {

using pipeline::RejectCode;
using testing::ElementsAre;
using testing::HasSubstr;

class EnvelopeTest : public DecodeTest {
 protected:
  pipeline::Decoded With(std::string_view value, std::vector<record::HeaderView> headers) {
    return decoder_->Decode({.value = value,
                             .headers = headers,
                             .timestamp = Timestamp::FromMillis(kReceived),
                             .topic = "news.raw",
                             .partition = Partition(2),
                             .offset = Offset(7)});
  }
  v1::Article ArticleWith(std::string_view value, std::vector<record::HeaderView> headers) {
    const pipeline::Decoded decoded = With(value, std::move(headers));
    if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) ADD_FAILURE() << reject->detail;
    const std::vector<v1::Article> articles = Unpack(decoded);
    return articles.size() == 1 ? articles[0] : v1::Article();
  }
  std::string RefusalWith(std::string_view value, std::vector<record::HeaderView> headers) {
    const pipeline::Decoded decoded = With(value, std::move(headers));
    const auto* reject = std::get_if<pipeline::Reject>(&decoded);
    return reject == nullptr ? "accepted" : reject->detail;
  }
};

std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) text += static_cast<char>(byte);
  return text;
}

// Written by confluent-kafka 2.16.0: in zigzag varints, and in the plain ones of its option for old readers.
TEST(MessagePath, ReadsWhatClientsWrite) {
  struct Case {
    std::vector<uint32_t> path;
    std::string bytes;
  };
  const Case cases[] = {
      {{0}, Bytes({0})},
      {{0}, Bytes({2, 0})},
      {{1}, Bytes({2, 2})},
      {{1}, Bytes({1, 1})},
      {{1, 0}, Bytes({4, 2, 0})},
      {{1, 0}, Bytes({2, 1, 0})},
      {{2, 1, 0}, Bytes({6, 4, 2, 0})},
      {{2, 1, 0}, Bytes({3, 2, 1, 0})},
      {{3, 2, 0, 5}, Bytes({8, 6, 4, 0, 10})},
      {{100}, Bytes({2, 0xC8, 1})},
  };
  for (const Case& c : cases) {
    const auto path = ReadMessagePath(c.bytes + "\x0A");
    ASSERT_TRUE(path);
    EXPECT_EQ(path->indexes, c.path);
    EXPECT_EQ(path->bytes, c.bytes.size());
  }
  for (const std::string& broken : {Bytes({}), Bytes({0x80}), Bytes({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1}), Bytes({100, 1}),
                                    Bytes({3, 2}), Bytes({2, 0x80})}) {
    EXPECT_FALSE(ReadMessagePath(broken));
  }
}

TEST_F(EnvelopeTest, TakesTheFrameOffProtobuf) {
  const std::string message = Sample().SerializeAsString();
  const std::string frame = Bytes({0, 0, 0, 0, 42});
  const int article = v1::Article::descriptor()->index();
  for (const std::string& path : {Bytes({0}), Bytes({2, 0}), Bytes({2, 2 * article}), Bytes({1, article})}) {
    for (const char* type : {"application/x-protobuf", ""}) {
      const v1::Article read = Article(frame + path + message, type);
      EXPECT_EQ(read.uri(), "x:1");
      EXPECT_THAT(read.input().ignored_fields(), ElementsAre("schema id 42: not looked up"));
      EXPECT_EQ(read.input().content_type(), "application/x-protobuf");
    }
  }
  v1::EnrichedArticle enriched;
  *enriched.mutable_article() = Sample();
  const int place = v1::EnrichedArticle::descriptor()->index();
  EXPECT_EQ(Article(frame + Bytes({2, 2 * place}) + enriched.SerializeAsString(), "").uri(), "x:1");
}

TEST_F(EnvelopeTest, RefusesFramesAroundSomethingElse) {
  const std::string frame = Bytes({0, 0, 0, 1, 2});
  EXPECT_THAT(
      Refusal(frame + Bytes({2, 2}) + Sample().SerializeAsString(), "").detail,
      HasSubstr("(schema id 258) names the message [1], which is not decoded here; accepted are [6], marsad.v1"));
  EXPECT_THAT(Refusal(frame + "\x7F\x7F avro", "").detail, HasSubstr("neither JSON nor protobuf"));
  EXPECT_EQ(Refusal(frame + Bytes({0}) + "no message", "application/x-protobuf").code, RejectCode::kMalformed);
  EXPECT_EQ(Refusal(frame, "application/x-protobuf").code, RejectCode::kMalformed);
}

TEST_F(EnvelopeTest, TakesTheFrameOffJson) {
  for (const char* type : {"application/json", ""}) {
    const v1::Article read = Article(Bytes({0, 0, 0, 0, 7}) + R"({"uri":"x:2","title":"A"})", type);
    EXPECT_EQ(read.uri(), "x:2");
    EXPECT_THAT(read.input().ignored_fields(), ElementsAre("schema id 7: not looked up"));
    EXPECT_EQ(read.input().content_type_guessed(), *type == '\0');
  }
}

TEST_F(EnvelopeTest, ReadsTheSchemaFromAHeader) {
  const std::string guid = Bytes({1, 0xA0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  const v1::Article json = ArticleWith(R"({"title":"A"})", {{"__value_schema_id", guid}});
  EXPECT_THAT(json.input().ignored_fields(), ElementsAre("schema a00102030405060708090a0b0c0d0e0f: not looked up"));
  EXPECT_EQ(ArticleWith(Sample().SerializeAsString(), {{"__value_schema_id", guid + Bytes({2, 12})}}).uri(), "x:1");
  EXPECT_EQ(ArticleWith(Sample().SerializeAsString(), {{"__value_schema_id", guid}}).uri(), "x:1");
  EXPECT_THAT(RefusalWith("{}", {{"__value_schema_id", "x"}}), HasSubstr("holds 1 bytes that are no schema's number"));
}

TEST_F(EnvelopeTest, TakesFromAnEventWhatTheArticleDoesNotSay) {
  const std::vector<record::HeaderView> headers = {{"ce_specversion", "1.0"},
                                                   {"ce_id", "17"},
                                                   {"ce_source", "https://wire.example.org"},
                                                   {"ce_subject", "items/5"},
                                                   {"ce_time", "2025-11-03T10:00:00Z"},
                                                   {"content-type", "text/plain"}};
  const v1::Article bare = ArticleWith("A title\nA body", headers);
  EXPECT_EQ(bare.uri(), "https://wire.example.org#items/5");
  EXPECT_EQ(bare.source().uri(), "https://wire.example.org");
  EXPECT_EQ(bare.updated().utc().seconds(), 1762164000);
  EXPECT_FALSE(bare.has_published());
  auto json = headers;
  json.back().value = "application/json";
  const v1::Article own = ArticleWith(R"({"title":"A","uri":"x:1","source":"S","published":"2025-11-03"})", json);
  EXPECT_EQ(own.uri(), "x:1");
  EXPECT_FALSE(own.source().has_uri());
  EXPECT_FALSE(own.has_updated());
  const std::vector<v1::Article> list = Unpack(With(R"([{"title":"A"},{"title":"B"}])", json));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_NE(list[0].uri(), list[1].uri()) << "a subject names one article";
  EXPECT_THAT(RefusalWith("A", {{"ce_specversion", "0.3"}}), HasSubstr("specversion is \"0.3\"; allowed is 1.0"));
}

TEST_F(EnvelopeTest, OpensStructuredEvents) {
  const auto event = [](const std::string& rest) {
    return R"({"specversion":"1.0","id":"1","type":"t","source":"urn:s","subject":"urn:x:9",)" + rest + "}";
  };
  constexpr const char* kType = "application/cloudevents+json; charset=UTF-8";
  EXPECT_EQ(Article(event(R"("data":{"title":"A"})"), kType).uri(), "urn:x:9");
  EXPECT_EQ(Article(event(R"("data":{"title":"A","uri":"x:1"})"), kType).uri(), "x:1");
  EXPECT_EQ(Article(event(R"("datacontenttype":"text/plain","data":"A title\nBody")"), kType).title(), "A title");
  EXPECT_EQ(Article(event(R"("datacontenttype":"text/plain; charset=windows-1256","data_base64":"48ejIEE=")"), kType)
                .input()
                .charset(),
            "windows-1256");
  EXPECT_EQ(Refusal(event(R"("id":"2")"), kType).code, RejectCode::kMissingField);
  EXPECT_EQ(Refusal(event(R"("data_base64":"?")"), kType).code, RejectCode::kBadField);
  EXPECT_THAT(Refusal(event(R"("datacontenttype":"image/png","data":"x")"), kType).detail, HasSubstr("\"image/png\""));
  EXPECT_THAT(Refusal("{}", kType).detail, HasSubstr("specversion is \"\""));
  EXPECT_THAT(Refusal("[]", kType).detail, HasSubstr("the event is a list"));
}

TEST_F(EnvelopeTest, OpensBatchesOfEvents) {
  constexpr const char* kType = "application/cloudevents-batch+json";
  const std::string one = R"({"specversion":"1.0","data":{"title":"A"}})";
  const std::string two = R"({"specversion":"1.0","data":[{"title":"B"},{"title":"C"}]})";
  const auto decoded = Decode("[" + one + ",3," + two + "]", kType);
  const std::vector<v1::Article> articles = Unpack(decoded);
  ASSERT_EQ(articles.size(), 3U);
  EXPECT_EQ(articles[0].input().index(), 0U);
  EXPECT_EQ(articles[2].title(), "C");
  EXPECT_EQ(articles[2].input().index(), 3U);
  EXPECT_THAT(std::get<pipeline::Partial>(decoded).rejected.detail,
              HasSubstr("of 4 items 1 was refused; item 1 (from 0): the event is 3"));
  EXPECT_EQ(std::get<pipeline::Skip>(Decode("[]", kType)).reason, kNoItems);
  EXPECT_THAT(Refusal(one, kType).detail, HasSubstr("allowed is a list"));
}

// Many producers write structured events and leave the content type at JSON, or at nothing.
TEST_F(EnvelopeTest, KnowsAnEventByItsAttributes) {
  const std::string attributes = R"("specversion":"1.0","id":"1","type":"org.example.news","source":"urn:s")";
  const std::string article = "{" + attributes + R"(,"subject":"urn:x:9","data":{"title":"A"}})";
  for (const char* type : {"application/json; charset=utf-8", "", "application/octet-stream", "text/json"}) {
    const v1::Article read = Article(article, type);
    EXPECT_EQ(read.uri(), "urn:x:9") << type;
    EXPECT_EQ(read.source().uri(), "urn:s");
    EXPECT_TRUE(read.input().ignored_fields().empty());
  }
  const std::string text = "{" + attributes + R"(,"datacontenttype":"text/plain","data":"A title\nBody"})";
  EXPECT_EQ(Article(text).title(), "A title");
  EXPECT_EQ(Articles("[" + article + "," + text + "]", "application/json").size(), 2U);
  const v1::Article framed = Article(Bytes({0, 0, 0, 0, 7}) + article, "application/json");
  EXPECT_EQ(framed.uri(), "urn:x:9");
  EXPECT_THAT(framed.input().ignored_fields(), ElementsAre("schema id 7: not looked up"));
  EXPECT_THAT(Refusal("{" + attributes + "}").detail, HasSubstr("the event holds no \"data\""));
  EXPECT_THAT(Refusal(R"({"specversion":"0.3","id":"1","type":"t","source":"s","data":{}})").detail,
              HasSubstr("specversion is \"0.3\"; allowed is 1.0"));
}

TEST_F(EnvelopeTest, TakesNoArticleForAnEvent) {
  const std::string attributes = R"("specversion":"1.0","id":"1","type":"text","source":"S")";
  EXPECT_EQ(Article("{" + attributes + R"(,"title":"A","data":{"title":"B"}})").title(), "A");
  EXPECT_EQ(Article("{" + attributes + R"(,"headlines":[{"value":"A"}],"data":{"title":"B"}})").title(), "A");
  EXPECT_EQ(Article(R"({"specversion":"1.0","title":"A","data":{"title":"B"}})").title(), "A");
  EXPECT_EQ(Unpack(Decode("[{" + attributes + R"(,"data":{"title":"B"}},{"title":"A"}])", "application/json")).size(),
            2U)
      << "a list with an article in it is one of articles, and the event in it is opened";
  const std::string inner = "{" + attributes + R"(,"data":{"title":"B"}})";
  EXPECT_EQ(Article("{" + attributes + ",\"data\":" + inner + "}").title(), "B") << "an event inside an event";
}

TEST_F(EnvelopeTest, RefusesCompressedValues) {
  EXPECT_THAT(RefusalWith("\x1F\x8B", {{"Content-Encoding", "gzip"}}),
              HasSubstr("the content encoding \"gzip\" is not decoded here"));
  EXPECT_EQ(ArticleWith("A title", {{"content-encoding", "identity"}}).title(), "A title");
  for (const char* type :
       {"", "text/plain", "application/json", "text/html", "application/xml", "application/cloudevents+json"}) {
    const pipeline::Reject reject = Refusal(Bytes({0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB, 0xE6, 2}), type);
    EXPECT_EQ(reject.code, RejectCode::kUnknownFormat);
    EXPECT_THAT(reject.detail, testing::StartsWith("the bytes begin as gzip does, which is not unpacked here")) << type;
  }
}

}  // namespace
}  // namespace marsad::decode
