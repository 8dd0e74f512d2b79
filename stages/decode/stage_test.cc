#include "stages/decode/stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "stages/decode/testing/decode_fixture.h"

namespace marsad::decode {
namespace {

using pipeline::RejectCode;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kFffd = "\xEF\xBF\xBD";  // REPLACEMENT CHARACTER

TEST_F(DecodeTest, MarkupsOwnEncodingCountsIfTheTransportSaysUtf8AndIsWrong) {
  // "Zhuravl" and its soft sign in Cyrillic letters, in windows-1251; too short for detection.
  const std::string feed =
      "<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><item><title>\xC6\xF3\xF0\xE0\xE2\xEB\xFC</title>"
      "<description>\xC6\xF3\xF0\xE0\xE2\xEB\xFC.</description></item></channel></rss>";
  const v1::Article article = Article(feed, "text/xml; charset=UTF-8");
  EXPECT_EQ(article.title(), "\u0416\u0443\u0440\u0430\u0432\u043B\u044C");
  EXPECT_EQ(article.input().charset(), "windows-1251");
  EXPECT_THAT(article.input().warnings(), ElementsAre(HasSubstr("UTF-8")));
}

TEST_F(DecodeTest, ANoteSaysMoreOfACorrectionThanTheTitlesMark) {
  EXPECT_EQ(
      Article(R"({"title": "CORRECTED-Port opens", "body": "(Corrects the date)\nThe port opened."})").correction(),
      "Corrects the date");
  EXPECT_EQ(Article(R"({"title": "CORRECTED-Port opens", "body": "The port opened."})").correction(), "CORRECTED");
}

TEST_F(DecodeTest, FillsEveryFieldOfAnArticle) {
  const v1::Article article = Article(R"({
    "uri": "http://example.org/1", "version": 3, "title": "A title", "body": "First.\n\nSecond.", "language": "en_GB",
    "pub_status": "Withheld", "source": {"name": "Example", "uri": "http://example.org", "country": "eg"},
    "url": "http://example.org/1.html", "authors": ["A", "B"], "urgency": 2,
    "subjects": [{"uri": "medtop:11000000", "name": "politics"}, "energy"],
    "published": "2025-11-03T14:00:00.25+03:00", "updated": "2025-11-03", "embargoed_until": 1762200000,
    "correction": "The date was wrong."})");
  EXPECT_EQ(article.uri(), "http://example.org/1");
  EXPECT_EQ(article.version(), 3U);
  EXPECT_EQ(article.title(), "A title");
  EXPECT_EQ(article.body(), "First.\n\nSecond.");
  EXPECT_EQ(article.language(), "en-GB");
  EXPECT_EQ(article.pub_status(), v1::Article::WITHHELD);
  EXPECT_EQ(article.source().name(), "Example");
  EXPECT_EQ(article.source().uri(), "http://example.org");
  EXPECT_EQ(article.source().country(), "EG");
  EXPECT_EQ(article.url(), "http://example.org/1.html");
  EXPECT_THAT(article.authors(), ElementsAre("A", "B"));
  EXPECT_EQ(article.urgency(), 2U);
  ASSERT_EQ(article.subjects_size(), 2);
  EXPECT_EQ(article.subjects(0).uri(), "medtop:11000000");
  EXPECT_EQ(article.subjects(1).name(), "energy");
  EXPECT_EQ(article.published().utc().seconds(), 1762167600);
  EXPECT_EQ(article.published().utc().nanos(), 250'000'000);
  EXPECT_EQ(article.published().offset_minutes(), 180);
  EXPECT_EQ(article.published().precision(), v1::Time::MILLISECOND);
  EXPECT_FALSE(article.published().has_future());
  EXPECT_EQ(article.updated().precision(), v1::Time::DAY);
  EXPECT_FALSE(article.updated().has_offset_minutes());
  EXPECT_EQ(article.embargoed_until().utc().seconds(), 1762200000);
  EXPECT_FALSE(article.embargoed_until().has_future());
  EXPECT_EQ(article.correction(), "The date was wrong.");
  EXPECT_EQ(article.received().seconds(), kReceived / 1000);
  EXPECT_EQ(article.input().content_type(), "application/json");
  EXPECT_FALSE(article.input().has_content_type_guessed());
  EXPECT_EQ(article.input().charset(), "UTF-8");
  EXPECT_EQ(article.input().topic(), "news.raw");
  EXPECT_EQ(article.input().partition(), 2);
  EXPECT_EQ(article.input().offset(), 7);
  EXPECT_EQ(article.input().ignored_fields_size(), 0);
  EXPECT_FALSE(article.input().has_repairs());
}

TEST_F(DecodeTest, KnowsTheHashOfWhatItRead) {
  // printf abc | sha256sum
  EXPECT_EQ(Article("abc", "text/plain").input().sha256(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(DecodeTest, ToleratesUnknownFieldsAndNamesThem) {
  const v1::Article article = Article(R"({"title":"A","mood":"gloomy","source":{"name":"S","owner":1}})");
  EXPECT_THAT(article.input().ignored_fields(), ElementsAre("mood", "source.owner"));
  EXPECT_EQ(article.title(), "A");
  std::string many = R"({"title":"A")";
  for (int i = 0; i < 40; ++i) many += ",\"x" + std::to_string(i) + "\":1";
  EXPECT_EQ(Article(many + "}").input().ignored_fields_size(), 16);
}

TEST_F(DecodeTest, SaysWhichFieldIsWrongAndWhatIsAllowed) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"title":5})", R"(field "title" is 5; allowed is a text)"},
      {R"({"title":"A","urgency":12})",
       R"(field "urgency" is 12; allowed is a whole number from 1 (most urgent) to 9)"},
      {R"({"title":"A","version":-1})", R"(field "version" is -1; allowed is a whole number from 0, or a text)"},
      {R"({"title":"A","version":1.5})", R"(field "version" is 1.5; allowed is)"},
      {R"({"title":"A","pub_status":7})",
       R"(field "pub_status" is 7; allowed is a word such as usable, withheld or canceled)"},
      {R"({"title":"A","authors":{"a":1}})", R"(field "authors" is an object; allowed is a text, or a list of texts)"},
      {R"({"title":"A","subjects":"x"})", R"(field "subjects" is "x"; allowed is a list)"},
      {R"({"title":"A","source":{"name":1}})", R"(field "source" is an object; allowed is)"},
      {R"({"title":"A","published":true})", R"(field "published" is true; allowed is a date and time)"},
  };
  for (const auto& [json, detail] : cases) {
    const pipeline::Reject reject = Refusal(json);
    EXPECT_EQ(reject.code, RejectCode::kBadField) << json;
    EXPECT_THAT(reject.detail, HasSubstr(detail));
  }
}

// A wrong date must not hide an article from alerting; an embargo that cannot be read must not be broken.
TEST_F(DecodeTest, KeepsAnArticleWithoutItsUnreadableDate) {
  const v1::Article article = Article(R"({"title":"A","published":"yesterday","updated":-5})");
  EXPECT_FALSE(article.has_published());
  EXPECT_FALSE(article.has_updated());
  EXPECT_THAT(article.input().ignored_fields(),
              ElementsAre("published: not a date: \"yesterday\"", "updated: not a date: -5"));
  EXPECT_EQ(Refusal(R"({"title":"A","embargoed_until":"noon"})").code, RejectCode::kBadField);
}

TEST_F(DecodeTest, FlagsADateInTheFuture) {
  const v1::Article article =
      Article(R"({"title":"A","published":"2026-11-03T14:30:00Z","updated":"2025-11-03T14:34:00Z"})");
  EXPECT_TRUE(article.published().future());
  EXPECT_EQ(article.published().utc().seconds(), 1793716200);
  EXPECT_FALSE(article.updated().has_future());
}

TEST_F(DecodeTest, LeavesOutDescriptionsThatSayNothing) {
  const v1::Article article = Article(R"({"title":"A","language":"Arabic language","source":{"country":"Egypt"}})");
  EXPECT_FALSE(article.has_language());
  EXPECT_FALSE(article.source().has_country());
  EXPECT_THAT(article.input().ignored_fields(), ElementsAre("language: not a language tag: \"Arabic language\"",
                                                            "source.country: not two letters: \"Egypt\""));
}

TEST_F(DecodeTest, SaysWhereJsonIsBroken) {
  const pipeline::Reject reject = Refusal("{\"title\": \"A\",\n \"body\": \"cut he");
  EXPECT_EQ(reject.code, RejectCode::kMalformed);
  EXPECT_EQ(reject.detail, "broken JSON at byte 31 (line 2, column 17): the text ends inside a string");
  EXPECT_EQ(Refusal("5").detail,
            "the JSON is 5; allowed is one object, which is one article, or a list of such objects");
  const pipeline::Reject deep = Refusal(std::string(300, '[') + std::string(300, ']'));
  EXPECT_EQ(deep.code, RejectCode::kLimitExceeded);
  EXPECT_THAT(deep.detail, HasSubstr("200 levels (limits.nesting)"));
}

TEST_F(DecodeTest, TakesAListAndNamesWhatItRefusesOfIt) {
  const auto both = Articles(R"([{"title":"A"},{"title":"B"}])", "application/json");
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[1].title(), "B");
  EXPECT_EQ(both[0].input().index(), 0U);
  EXPECT_TRUE(both[0].input().has_index());
  EXPECT_EQ(both[1].input().index(), 1U);

  const auto some = Decode(R"([{"title":"A"},{"title":"1"},3,{"title":"B"}])", "application/json");
  const auto& partial = std::get<pipeline::Partial>(some);
  ASSERT_EQ(partial.articles.size(), 2U);
  EXPECT_EQ(Unpack(some)[1].input().index(), 3U);
  EXPECT_EQ(partial.rejected.code, RejectCode::kMissingField);
  EXPECT_EQ(
      partial.rejected.detail,
      "of 4 items 2 were refused; item 1 (from 0): neither \"title\" nor \"body\" holds a single letter; an article "
      "needs one of them; 2: the JSON is 3; allowed is one object, which is one article, or a list of such objects");

  EXPECT_THAT(Refusal(R"([1])").detail, HasSubstr("of 1 items 1 was refused; item 0"));
  EXPECT_EQ(std::get<pipeline::Skip>(Decode("[]", "application/json")).reason, kNoItems);
}

TEST_F(DecodeTest, TakesNoMoreOfAListThanIsAllowed) {
  std::string list = "[";
  for (int i = 0; i < 1'010; ++i) list += std::string(i == 0 ? "" : ",") + (i == 3 ? "1" : R"({"title":"A"})");
  const auto decoded = Decode(list + "]", "application/json");
  const auto& partial = std::get<pipeline::Partial>(decoded);
  EXPECT_EQ(partial.articles.size(), 999U);
  EXPECT_THAT(partial.rejected.detail, HasSubstr("of 1010 items 11 were refused; item 3 (from 0): the JSON is 1"));
  EXPECT_THAT(partial.rejected.detail, HasSubstr("allowed are 1000 items (limits.feed_items), 10 came after them"));
}

TEST_F(DecodeTest, NeedsALetter) {
  for (const char* json : {"{}", R"({"title":"","body":" \n "})", R"({"title":"12:30","body":"..."})"}) {
    EXPECT_EQ(Refusal(json).code, RejectCode::kMissingField) << json;
  }
  EXPECT_EQ(Refusal("12 34", "text/plain").code, RejectCode::kMissingField);
}

TEST_F(DecodeTest, LetsAKillPassWithoutText) {
  const v1::Article article = Article(R"({"uri":"x:1","pub_status":"canceled"})");
  EXPECT_EQ(article.pub_status(), v1::Article::CANCELED);
  EXPECT_EQ(article.uri(), "x:1");
  EXPECT_EQ(Refusal(R"({"pub_status":"canceled"})").code, RejectCode::kMissingField);
}

TEST_F(DecodeTest, NamesTheLimitThatIsExceeded) {
  const pipeline::Reject title = Refusal("{\"title\":\"" + std::string(100'000, 'a') + "\"}");
  EXPECT_EQ(title.code, RejectCode::kLimitExceeded);
  EXPECT_EQ(title.detail, "the title has 100000 characters; allowed are 10000 (limits.title_chars)");
  EXPECT_EQ(Refusal("{\"body\":\"" + std::string(1'000'001, 'a') + "\"}").code, RejectCode::kLimitExceeded);
  std::string meems;
  for (int i = 0; i < 10'000; ++i) meems += "\xD9\x85";  // MEEM: limits count characters
  EXPECT_EQ(Article("{\"title\":\"" + meems + "\"}").title(), meems);
}

TEST_F(DecodeTest, FindsAnIdentity) {
  EXPECT_EQ(Article(R"({"title":"A","url":"http://e.org/a"})").uri(), "http://e.org/a");
  // printf 'S\0A\0B' | sha256sum
  const std::string uri = Article(R"({"title":"A","body":"B","source":"S"})").uri();
  EXPECT_EQ(uri, "urn:marsad:sha256:99c8456704817369fe93372db3799a06be440186785fdfeaf8ecc8757d35e973");
  EXPECT_NE(uri, Article(R"({"title":"A","body":"B","source":"T"})").uri());
  EXPECT_EQ(Refusal("{\"title\":\"A\",\"uri\":\"" + std::string(2049, 'u') + "\"}").code, RejectCode::kBadField);
}

TEST_F(DecodeTest, TakesVersionsAsNumbersOrLabels) {
  EXPECT_EQ(Article(R"({"title":"A","version":"12"})").version(), 12U);
  const v1::Article labeled = Article(R"({"title":"A","version":"12b"})");
  EXPECT_FALSE(labeled.has_version());
  EXPECT_EQ(labeled.version_label(), "12b");
}

TEST_F(DecodeTest, LastOfTwoEqualNamesCounts) {
  EXPECT_EQ(Article(R"({"title":"A","title":"B"})").title(), "B");
  EXPECT_EQ(Article(R"({"title":"A","title":null})").title(), "A");
}

TEST_F(DecodeTest, MendsHalfSurrogatePairsAndDropsControls) {
  const v1::Article article =
      Article(R"({"title":"a\ud83d","body":"\ude00 x\u0000y\u001b[2J \ud83d\ude00 \\ud83d\r\nz"})");
  EXPECT_EQ(article.title(), "a" + kFffd);
  EXPECT_EQ(article.body(), kFffd + " xy[2J \xF0\x9F\x98\x80 \\ud83d\nz");
  EXPECT_EQ(article.input().repairs(), 2U);
  EXPECT_EQ(article.input().controls(), 2U);
}

TEST_F(DecodeTest, PutsATitleOnOneLine) { EXPECT_EQ(Article(R"({"title":" a\n\n\t b  c\r\n"})").title(), "a b  c"); }

TEST_F(DecodeTest, ReadsPlainText) {
  const v1::Article article = Article("\r\n  A title\r\n\r\nFirst.\r\n\r\nSecond.\r\n", "text/plain; charset=utf-8");
  EXPECT_EQ(article.title(), "A title");
  EXPECT_EQ(article.body(), "First.\n\nSecond.");
  const v1::Article one_long_line = Article(std::string(201, 'a'), "text/plain");
  EXPECT_FALSE(one_long_line.has_title());
  EXPECT_EQ(one_long_line.body().size(), 201U);
}

TEST_F(DecodeTest, ConvertsDeclaredAndDetectedEncodings) {
  std::ifstream in("lib/text/testdata/charset/arabic.windows-1256.txt", std::ios::binary);
  std::ifstream expected_in("lib/text/testdata/charset/arabic.utf-8.txt");
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  // Its first line is a long sentence: a text without a title.
  std::string body((std::istreambuf_iterator<char>(expected_in)), {});
  body.resize(body.find_last_not_of('\n') + 1);
  for (const char* type : {"text/plain; charset=\"windows-1256\"", "text/plain", "text/plain; charset=UTF-8", ""}) {
    const v1::Article article = Article(bytes, type);
    EXPECT_EQ(article.body(), body) << type;
    EXPECT_EQ(article.input().charset(), "windows-1256") << type;
    EXPECT_EQ(article.input().charset_guessed(), !std::string_view(type).ends_with("\"")) << type;
  }
  EXPECT_EQ(Refusal("abc", "text/plain; charset=klingon").code, RejectCode::kBadEncoding);
}

// Turkish that declares the default of its program; Icelandic, French and German in Latin-1 stay what they are.
TEST_F(DecodeTest, TurkishThatSaysLatin1IsTurkish) {
  const std::string turkish =
      "Bal\xFD"
      "k\xE7\xFDlar \xFEik\xE2yet\xE7i\n\nGer\xE7"
      "ek a\xF0"
      "dan \xE7ok s\xFC"
      "rd\xFC. "
      "Ba\xFE"
      "kan \xDDsmail \xC7"
      "elik, bal\xFD\xF0\xFDn azald\xFD\xF0\xFDn\xFD s\xF6yledi.";
  for (const char* type :
       {"text/plain; charset=iso-8859-1", "text/plain; charset=Windows-1252", "text/plain; charset=latin1"}) {
    const v1::Article article = Article(turkish, type);
    EXPECT_EQ(article.title(), "Bal\u0131k\u00E7\u0131lar \u015Fik\u00E2yet\u00E7i") << type;
    EXPECT_THAT(article.body(), HasSubstr("Ba\u015Fkan \u0130smail \u00C7elik, bal\u0131\u011F\u0131n")) << type;
    EXPECT_EQ(article.input().charset(), "windows-1254") << type;
    EXPECT_THAT(article.input().warnings(), testing::Contains(HasSubstr("was declared"))) << type;
  }
  const std::string others[] = {
      "\xDE"
      "a\xF0 rignir vi\xF0 \xDEj\xF3rs\xE1\n\nN\xFD br\xFA ver\xF0ur bygg\xF0 \xED vor, segir r\xE1\xF0herra "
      "\xF6rugglega.",
      "Le caf\xE9 de la for\xEAt\n\nUn \xE9t\xE9 \xE0 la mer, dit-elle, \xE7"
      "a va.",
      "Sch\xF6ne Gr\xFC\xDF"
      "e\n\n\xDC"
      "ber f\xFCnf \xC4pfel und \xD6l sprach er l\xE4nger.",
  };
  for (const std::string& other : others) {
    const v1::Article article = Article(other, "text/plain; charset=iso-8859-1");
    EXPECT_THAT(article.input().charset(), testing::Not("windows-1254")) << other;
    EXPECT_EQ(article.input().warnings_size(), 0) << other;
  }
}

TEST_F(DecodeTest, CzechAndRussianThatSayLatin1) {
  const v1::Article czech = Article(
      "Most se otev\xF8"
      "e\n\nStarostka \xF8"
      "ekla, \x9E"
      "e p\xF8"
      "ed zim\xECm m\xE1 b\xFDt hotovo. \xC8"
      "ek\xE1 se \x9A"
      "est let.",
      "text/plain; charset=iso-8859-1");
  EXPECT_EQ(czech.title(), "Most se otev\u0159e");
  EXPECT_EQ(czech.input().charset(), "windows-1250");
  const v1::Article russian = Article(
      "\xCC\xEE\xF1\xF2 \xEE\xF2\xEA\xF0\xEE\xFE\xF2\n\n\xCC\xFD\xF0 "
      "\xF1\xEA\xE0\xE7\xE0\xEB, \xF7\xF2\xEE \xEC\xEE\xF1\xF2 \xEE\xF2\xEA\xF0\xEE\xFE\xF2 "
      "\xE2 \xF1\xF0\xE5\xE4\xF3 \xE8 \xEF\xEE\xFF\xE2\xFF\xF2\xF1\xFF \xE0\xE2\xF2\xEE\xE1\xF3\xF1\xFB.",
      "text/plain; charset=iso-8859-1");
  EXPECT_EQ(russian.input().charset(), "windows-1251");
}

TEST_F(DecodeTest, TakesByteOrderMarksForWhatTheyAre) {
  EXPECT_EQ(Article("\xEF\xBB\xBF{\"title\":\"A\"}", "").title(), "A");
  const v1::Article article = Article(std::string("\xFF\xFE\x45\x06\x0A\0b\0", 8), "text/plain; charset=windows-1256");
  EXPECT_EQ(article.title(), "\xD9\x85");  // MEEM
  EXPECT_EQ(article.body(), "b");
  EXPECT_EQ(article.input().charset(), "UTF-16LE");
}

TEST_F(DecodeTest, RepairsAFewBrokenBytes) {
  const v1::Article article = Article(
      "caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 \xC3\xA9\xC3\xA9\xC3\xA9\xC3"
      "\xA9\xC3\xA9\xC3 end",
      "text/plain");
  EXPECT_THAT(article.title(), HasSubstr(kFffd + " end"));
  EXPECT_EQ(article.input().repairs(), 1U);
  EXPECT_EQ(article.input().charset(), "UTF-8");
}

TEST_F(DecodeTest, RefusesWhatIsNoText) {
  const std::string bytes(1000, '\xFF');
  EXPECT_EQ(Refusal(bytes, "text/plain").code, RejectCode::kBadEncoding);
  EXPECT_EQ(Refusal(bytes, "application/json").code, RejectCode::kBadEncoding);
  EXPECT_EQ(Refusal(bytes, "").code, RejectCode::kUnknownFormat);
}

TEST_F(DecodeTest, RefusesFormatsThatItDoesNotKnow) {
  const pipeline::Reject reject = Refusal("GIF89a", "image/gif; charset=utf-8");
  EXPECT_EQ(reject.code, RejectCode::kUnknownFormat);
  EXPECT_THAT(reject.detail,
              HasSubstr("the content type \"image/gif\" is not decoded here; accepted are text/plain, "));
  EXPECT_THAT(reject.detail, HasSubstr(" and application/x-protobuf (marsad.v1.Article or marsad.v1.EnrichedArticle)"));
  EXPECT_EQ(Refusal("12 34", "").code, RejectCode::kUnknownFormat);
}

TEST_F(DecodeTest, GuessesWhatIsPlain) {
  const v1::Article json = Article(" \n{\"title\":\"A\"}", "");
  EXPECT_EQ(json.input().content_type(), "application/json");
  EXPECT_TRUE(json.input().content_type_guessed());
  EXPECT_EQ(Article("Hello world", "application/octet-stream").input().content_type(), "text/plain");
}

}  // namespace
}  // namespace marsad::decode
