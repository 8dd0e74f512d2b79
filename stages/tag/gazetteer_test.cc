#include "stages/tag/gazetteer.h"

#include <gtest/gtest.h>

#include "stages/tag/declension.h"
#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

constexpr char kHeader[] = "key\ttype\ttier\tids\tcountry\tas_of\ten\tfr\n";

Result<std::shared_ptr<const Gazetteer>> Parse(const std::string& rows, const std::string& context = "") {
  const GazetteerFile files[] = {{"context.tsv", context}, {"list.tsv", rows}};
  return Gazetteer::Parse(files);
}

std::string Wrong(const std::string& rows) {
  const auto gazetteer = Parse(rows);
  return gazetteer ? "" : gazetteer.error().message;
}

TEST(Gazetteer, NamesFileAndLineOfWhatIsWrong) {
  EXPECT_EQ(Wrong("id\tname\n"),
            "list.tsv:1: the header must be key, type, tier, ids, country, as_of and then languages");
  const std::string header = kHeader;
  EXPECT_EQ(Wrong(header + "x\tLOC\t1\n"), "list.tsv:2: needs 8 columns, has 3");
  EXPECT_EQ(Wrong(header + "# note\nx\tTOWN\t1\t\t\t\tX\t\n"), "list.tsv:3: type is PER, ORG, LOC or MISC, not 'TOWN'");
  EXPECT_EQ(Wrong(header + "x\tLOC\t4\t\t\t\tX\t\n"), "list.tsv:2: tier is 1, 2 or 3");
  EXPECT_EQ(Wrong(header + "x\tLOC\t1\tQ5\t\t\tX\t\n"), "list.tsv:2: 'Q5' is no CURIE");
  EXPECT_EQ(Wrong(header + "x\tLOC\t1\t\tFRA\t\tX\t\n"), "list.tsv:2: country is two letters of ISO 3166-1");
  EXPECT_EQ(Wrong(header + "x\tLOC\t1\t\t\t\tX||Y\t\n"), "list.tsv:2: a name is empty or longer than 300 bytes");
  EXPECT_EQ(Wrong(header + "x\tLOC\t1\t\t\t\t...\t\n"), "list.tsv:2: '...' holds no word");
}

TEST(Gazetteer, ContextAndEndingsAreCheckedToo) {
  EXPECT_EQ(
      Parse(kHeader, "colour\ten\tred\n").error().message,
      "context.tsv:1: use is place, title, and, not-surname, whole, doubted, part-of, moves, named-after, after-name, "
      "of, kin-before, kin-after, introduced, introduces, sport, inside, kind-of-body, adjective, undescribed, "
      "after-place, facility, body, goes-on, town, capital, after-town, to, at, without-article, war, waged, "
      "town-body, described, prayer, prayer-time, with-heh, or marked");
  const GazetteerFile endings[] = {{"endings.tsv", "ru\tverb\ta\t+b\n"}};
  EXPECT_EQ(Gazetteer::Parse(endings).error().message, "endings.tsv:1: kind is noun or adjective");
}

TEST(Gazetteer, TheBestIdIsTheFirstAndBare) {
  const auto gazetteer = Parse(std::string(kHeader) + "x\tLOC\t1\twikidata:Q5 iso3166-1:XX\tXX\t\tXland\tXlande\n");
  ASSERT_TRUE(gazetteer);
  const KnownEntity entity = (*gazetteer)->entity(0);
  EXPECT_EQ(entity.id(), "Q5");
  EXPECT_EQ(entity.ids, "wikidata:Q5 iso3166-1:XX");
  EXPECT_EQ((*gazetteer)->Label(entity, "fr-CA"), "Xlande");
  EXPECT_EQ((*gazetteer)->Label(entity, "ja"), "Xland");
  EXPECT_EQ((*gazetteer)->OwnLabel(entity, "ja"), "");
}

TEST(Gazetteer, AMissingDirectoryIsAnError) { EXPECT_FALSE(ReadGazetteerFiles("/nonexistent")); }

std::vector<FoundEntity> Tag(const std::string& rows, const std::string& title, const std::string& body) {
  static std::shared_ptr<const Gazetteer> keep;  // FoundEntity borrows from it
  keep = *Parse(rows);
  return Tagger(keep).Tag(testing::PreparedArticle(title, body, "en").View());
}

TEST(Tagger, SalienceCountsTitleMentionsAndEarliness) {
  const std::string rows = std::string(kHeader) + "x\tLOC\t1\t\t\t\tXland\t\ny\tLOC\t1\t\t\t\tYland\t\n";
  const auto found = Tag(rows, "On Xland", "Xland saw Yland. ");  // 17 bytes; Yland begins at 10
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].salience, 400 + 2 * 40 + 200);
  EXPECT_EQ(found[1].salience, 40 + 200 * 7 / 17);
}

TEST(Tagger, Utf16OffsetsCountFromTheField) {
  const std::string rows = std::string(kHeader) + "x\tLOC\t1\t\t\t\tXland\t\n";
  const auto found = Tag(rows, "", "\U0001F30D \u00E9 Xland");  // a globe of two units, an accented letter of one
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].mentions[0].span, (text::OriginalSpan{8, 13}));
  EXPECT_EQ(found[0].mentions[0].begin_utf16, 5U);
  EXPECT_EQ(found[0].mentions[0].end_utf16, 10U);
}

TEST(Tagger, TheLongerNameWinsWhereTwoOverlap) {
  const std::string rows = std::string(kHeader) + "x\tORG\t1\t\t\t\tBank Xland\t\ny\tORG\t1\t\t\t\tXland Air Force\t\n";
  const auto found = Tag(rows, "", "The Bank Xland Air Force.");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].mentions[0].span, (text::OriginalSpan{9, 24}));
}

// What a gazetteer of `rows` knows in `text`, one after the other.
std::vector<std::string> KnownIn(const std::string& rows, const std::string& text, const std::string& language = "en",
                                 const std::string& context = "") {
  const auto gazetteer = *Parse("key\ttype\ttier\tids\tcountry\tas_of\ten\tar\n" + rows, context);
  const testing::PreparedArticle article("", text, language);
  std::vector<std::string> names;
  for (const KnownMention& known : Tagger(gazetteer).Find(article.View()))
    names.emplace_back(known.mention.span.Cut(article.body.original));
  return names;
}

using Names = std::vector<std::string>;

TEST(Tagger, APatronymicMayStandInANameAlsoAtTheEndOfAText) {
  const std::string rows = "x\tPER\t1\t\t\t\tAnton Berg\t\n";
  EXPECT_EQ(KnownIn(rows, "So spoke Anton Ivanovich Berg"), Names{"Anton Ivanovich Berg"});
  EXPECT_EQ(KnownIn(rows, "Anton Ivanovich Berg spoke"), Names{"Anton Ivanovich Berg"});
  EXPECT_EQ(KnownIn(rows, "So spoke Anton Ivanovich"), Names());
  EXPECT_EQ(KnownIn(rows, "Anton Karlsson Berg spoke"), Names());
  EXPECT_EQ(KnownIn(rows, "Anton, Ivanovich Berg spoke"), Names());
}

TEST(Tagger, ANameInItsOwnSpellingIsNotFoundAmongWordsInCapitals) {
  const std::string rows = "x\tLOC\t1\t\t\t\t=US\t\n";
  EXPECT_EQ(KnownIn(rows, "They asked the US today"), Names{"US"});
  EXPECT_EQ(KnownIn(rows, "THEY help the US today"), Names{"US"});
  EXPECT_EQ(KnownIn(rows, "WHO asked the US"), Names{"US"});
  EXPECT_EQ(KnownIn(rows, "US"), Names{"US"});
  EXPECT_EQ(KnownIn(rows, "THE US"), Names{"US"});  // three letters may be a body's name too
  EXPECT_EQ(KnownIn(rows, "HELP US"), Names());
  EXPECT_EQ(KnownIn(rows, "US HELP IS COMING"), Names());
  EXPECT_EQ(KnownIn(rows, "ask us today"), Names());
}

TEST(Tagger, AProcliticStandsBeforeTwoLettersOnlyIfANameOfSeveralWordsBeginsSo) {
  const std::string tal = "\u062A\u0644";               // Tel
  const std::string aviv = "\u0623\u0628\u064A\u0628";  // Aviv
  const std::string and_in = "\u0648\u0628";            // wa-bi-
  const std::string name = tal + " " + aviv;
  const std::string rows = "x\tLOC\t1\t\t\t\t\t" + name + "\ny\tLOC\t1\t\t\t\t\t" + tal + "\n";
  EXPECT_EQ(KnownIn(rows, and_in + name, "ar"), Names{name});
  EXPECT_EQ(KnownIn(rows, "\u0628" + name, "ar"), Names{name});
  EXPECT_EQ(KnownIn(rows, "\u0628" + tal, "ar"), Names());
  EXPECT_EQ(KnownIn(rows, tal, "ar"), Names{tal});
}

TEST(Tagger, ADoubtfulNameIsNoneInACompound) {
  const std::string rows = "x\tLOC\t1\t\t\t\t?Xland\t\ny\tLOC\t1\t\t\t\tYland\t\n";
  const auto found = [&](const std::string& text) { return KnownIn(rows, text, "en", "place\ten\tport\n"); };
  EXPECT_EQ(found("The port Xland slept"), Names{"Xland"});
  EXPECT_EQ(found("The port Xland-Ylund slept"), Names());
  EXPECT_EQ(found("They saw Xland, Yland"), (Names{"Xland", "Yland"}));
  EXPECT_EQ(found("They saw north-Xland, Yland"), Names{"Yland"});
  EXPECT_EQ(found("A loud Xland slept"), Names());
}

TEST(Declension, AWordTakesTheLongestEndingAndOnlyTheHeadIsDeclined) {
  const auto declension =
      Declension::Parse("t", "xx\tnoun\ta\ti u\nxx\tnoun\tka\tki/ke ku\nxx\tadjective\ty\tego emu\n");
  ASSERT_TRUE(declension);
  EXPECT_EQ(declension->Forms("Lika", "xx", false), (std::vector<std::string>{"Like", "Liki", "Liku"}));
  EXPECT_EQ(declension->Forms("Novy Lima Oka", "xx", false),
            (std::vector<std::string>{"Novego Limi Oka", "Novemu Limu Oka"}));
  EXPECT_EQ(declension->Forms("Anna bina Lima", "xx", true),
            (std::vector<std::string>{"Anni bina Limi", "Annu bina Limu"}));
  EXPECT_TRUE(declension->Forms("LIMA", "xx", false).empty());
  EXPECT_TRUE(declension->Forms("Lima", "yy", false).empty());
}

}  // namespace
}  // namespace marsad::tag
