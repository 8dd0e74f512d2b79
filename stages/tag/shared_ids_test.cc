// Rows of one id are one entity: what one list knows of it is added to what another does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "stages/tag/gazetteer.h"
#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHeader[] = "key\ttype\ttier\tids\tcountry\tas_of\tcoordinates\ten\tfr\n";

std::shared_ptr<const Gazetteer> Parse(const std::string& first, const std::string& second) {
  const GazetteerFile files[] = {{"first.tsv", kHeader + first}, {"second.tsv", kHeader + second}};
  return *Gazetteer::Parse(files);
}

// The words that are found and the best id of each.
std::vector<std::string> Found(const std::shared_ptr<const Gazetteer>& gazetteer, const std::string& text) {
  const testing::PreparedArticle article("", text, "en");
  std::vector<std::string> found;
  for (const FoundEntity& entity : Tagger(gazetteer).Tag(article.View())) {
    for (const FoundMention& mention : entity.mentions) {
      found.push_back(std::string(mention.span.Cut(text)) + ' ' + std::string(entity.known->id()));
    }
  }
  return found;
}

TEST(SharedIds, NamesIdsAndAttributesAreAdded) {
  const auto gazetteer = Parse("x\tLOC\t1\twikidata:Q5\t\t\t\tXland\t\n",
                               "y\tLOC\t1\tdesk:x wikidata:Q5\tXX\t\t31.95,-35.5\tYland|Xland\tXlande\n");
  ASSERT_EQ(gazetteer->entity_count(), 1U);
  const KnownEntity entity = gazetteer->entity(0);
  EXPECT_EQ(entity.ids, "wikidata:Q5 desk:x");
  EXPECT_EQ(entity.country, "XX");
  EXPECT_EQ(gazetteer->Label(entity, "en"), "Xland");
  EXPECT_EQ(gazetteer->Label(entity, "fr"), "Xlande");
  EXPECT_EQ(gazetteer->CoordinatesOf(entity)->longitude, -355'000'000);
  EXPECT_THAT(Found(gazetteer, "From Yland to Xland."), ElementsAre("Yland Q5", "Xland Q5"));
}

// Whichever comes first, the row of the lower tier says how a name counts.
TEST(SharedIds, TheBetterKnownRowIsBelieved) {
  const std::string known = "x\tLOC\t1\twikidata:Q5\tXX\t\t\tXland\t\n";
  const std::string doubted = "y\tORG\t2\twikidata:Q5 desk:y\tYY\t\t\t?Xland|Yland\t\n";
  for (const auto& gazetteer : {Parse(known, doubted), Parse(doubted, known)}) {
    ASSERT_EQ(gazetteer->entity_count(), 1U);
    const KnownEntity entity = gazetteer->entity(0);
    EXPECT_EQ(entity.type, EntityType::kLoc);
    EXPECT_EQ(entity.tier, 1);
    EXPECT_EQ(entity.country, "XX");
    EXPECT_EQ(entity.ids, "wikidata:Q5 desk:y");
    EXPECT_EQ(gazetteer->Label(entity, "en"), "Xland");
    EXPECT_THAT(Found(gazetteer, "From Yland to Xland."), ElementsAre("Yland Q5", "Xland Q5"));
    EXPECT_THAT(Found(gazetteer, "From Xland."), ElementsAre("Xland Q5"));
  }
}

TEST(SharedIds, ADoubtOfTheBetterKnownRowStays) {
  const std::string doubted = "x\tLOC\t1\twikidata:Q5\t\t\t\t?Xland|New Xland\t\n";
  const std::string known = "y\tLOC\t2\twikidata:Q5\t\t\t\tXland\t\n";
  for (const auto& gazetteer : {Parse(doubted, known), Parse(known, doubted)}) {
    EXPECT_THAT(Found(gazetteer, "They saw Xland."), IsEmpty());
    EXPECT_THAT(Found(gazetteer, "They saw New Xland."), ElementsAre("New Xland Q5"));
  }
}

TEST(SharedIds, ARowOfTwoEntitiesIsTheFirstAndTakesNothingOfTheOther) {
  const auto gazetteer = Parse("x\tLOC\t1\twikidata:Q5\t\t\t\tXland\t\ny\tLOC\t1\twikidata:Q6\t\t\t\tYland\t\n",
                               "z\tLOC\t2\twikidata:Q6 wikidata:Q5\t\t\t\tZland\t\n");
  ASSERT_EQ(gazetteer->entity_count(), 2U);
  EXPECT_EQ(gazetteer->entity(0).ids, "wikidata:Q5");
  EXPECT_EQ(gazetteer->entity(1).ids, "wikidata:Q6");
  EXPECT_THAT(Found(gazetteer, "From Zland."), ElementsAre("Zland Q6"));
}

TEST(Coordinates, AreReadOrNamed) {
  const auto why = [](const std::string& coordinates) {
    const GazetteerFile files[] = {{"list.tsv", kHeader + ("x\tLOC\t1\t\t\t\t" + coordinates + "\tXland\t\n")}};
    const auto gazetteer = Gazetteer::Parse(files);
    return gazetteer ? "" : gazetteer.error().message;
  };
  for (const char* right : {"", "0,0", "-90,180", "31.9552200,35.9450300"}) EXPECT_EQ(why(right), "") << right;
  for (const char* wrong : {"31.9", "31.9,", "91,0", "0,-180.1", "31.9 N,35.9 E", "31.9,35.9,700", "nan,0"}) {
    EXPECT_EQ(why(wrong), "list.tsv:2: coordinates are latitude,longitude in degrees, as 31.95,35.93") << wrong;
  }
}

}  // namespace
}  // namespace marsad::tag
