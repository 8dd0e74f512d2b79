#include "stages/tag/fusion.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

// The gazetteer that ships; what it says of these names is told in each test.
const Gazetteer& Shipped() {
  static const auto gazetteer = *Gazetteer::Parse(*ReadGazetteerFiles("gazetteer"));
  return *gazetteer;
}

ModelMention Modelled(const testing::PreparedArticle& article, const std::string& name, EntityType type,
                      uint16_t confidence = 900) {
  const size_t at = article.body.original.find(name);
  EXPECT_NE(at, std::string::npos) << name;
  const auto begin = static_cast<uint32_t>(at);
  const auto words = static_cast<uint32_t>(1 + std::count(name.begin(), name.end(), ' '));
  return {.mention = {.field = Field::kBody,
                      .span = {begin, begin + static_cast<uint32_t>(name.size())},
                      .confidence = confidence,
                      .detector = Detector::kModel},
          .type = type,
          .words = words};
}

// "TYPE name [id]: surface, surface; ..."
std::string Describe(const std::string& body, const std::vector<ModelMention>& modelled,
                     const testing::PreparedArticle& article) {
  const Document document = article.View();
  const Tagger tagger(std::shared_ptr<const Gazetteer>(&Shipped(), [](const Gazetteer*) {}));
  std::string all;
  for (const FoundEntity& entity : Fuse(document, Shipped(), tagger.Find(document), modelled)) {
    all += std::string(testing::TypeName(entity.type)) + ' ';
    all += entity.known ? "[" + std::string(entity.known->id()) + "]" : entity.name;
    all += ':';
    for (const FoundMention& mention : entity.mentions) all += ' ' + std::string(mention.span.Cut(body)) + ',';
    all.back() = ';';
  }
  return all;
}

TEST(Fusion, ANameThatNoListKnowsIsOneEntityWithoutAnId) {
  const testing::PreparedArticle article("", "Malcolm Ferrier spoke. Then Ferrier left.", "en");
  EXPECT_EQ(Describe(article.body.original,
                     {Modelled(article, "Malcolm Ferrier", EntityType::kPer),
                      {.mention = {.field = Field::kBody, .span = {28, 35}, .confidence = 800},
                       .type = EntityType::kPer,
                       .words = 1}},
                     article),
            "PER Malcolm Ferrier: Malcolm Ferrier, Ferrier;");
}

TEST(Fusion, TheEndOfANameIsThatPersonHoweverManyWordsItHas) {
  const testing::PreparedArticle article("", "Bilal van den Berg spoke. Then van den Berg left, and Berg slept.", "nl");
  std::vector<ModelMention> modelled = {Modelled(article, "Bilal van den Berg", EntityType::kPer),
                                        Modelled(article, "van den Berg", EntityType::kPer),
                                        Modelled(article, "Berg", EntityType::kPer)};
  modelled[1].mention.span = {31, 43};
  modelled[2].mention.span = {54, 58};
  EXPECT_EQ(Describe(article.body.original, modelled, article),
            "PER Bilal van den Berg: Bilal van den Berg, van den Berg, Berg;");
}

TEST(Fusion, WhatTheGazetteerKnowsKeepsItsId) {
  const testing::PreparedArticle article("", "They met in Jordan and Egypt.", "en");
  EXPECT_EQ(Describe(article.body.original, {Modelled(article, "Egypt", EntityType::kOrg)}, article),
            "LOC [Q810]: Jordan;LOC [Q79]: Egypt;");
}

TEST(Fusion, AWordThatSaysWhatAKnownBodyIsStaysOutside) {
  const testing::PreparedArticle article("", "Le groupe TotalEnergies recrute.", "fr");
  EXPECT_EQ(Describe(article.body.original, {Modelled(article, "groupe TotalEnergies", EntityType::kOrg)}, article),
            "ORG [Q154037]: TotalEnergies;");
  const testing::PreparedArticle other("", "La banque TotalEnergies recrute.", "fr");
  EXPECT_EQ(Describe(other.body.original, {Modelled(other, "banque TotalEnergies", EntityType::kOrg)}, other),
            "ORG banque TotalEnergies: banque TotalEnergies;");
}

// "Teams from Beijing and Shanghai came."
TEST(Fusion, KnownNamesJoinedByAnArabicAndAreNoLongerName) {
  const std::string beijing = "\u0628\u0643\u064A\u0646";
  const std::string shanghai = "\u0634\u0646\u063A\u0647\u0627\u064A";
  const testing::PreparedArticle article(
      "", "\u062C\u0627\u0621 \u0648\u0641\u062F \u0645\u0646 " + beijing + " \u0648" + shanghai + ".", "ar");
  EXPECT_EQ(
      Describe(article.body.original, {Modelled(article, beijing + " \u0648" + shanghai, EntityType::kLoc)}, article),
      "LOC [Q956]: " + beijing + ";LOC [Q8686]: " + shanghai + ";");
}

// "The price of a barrel of petroleum rose", which is not "by Terrol".
TEST(Fusion, AWordThatBeginsLikeAProcliticIsNoName) {
  const std::string rest = "\u062A\u0631\u0648\u0644";
  const testing::PreparedArticle article(
      "", "\u0627\u0631\u062A\u0641\u0639 \u0633\u0639\u0631 \u0628\u0631\u0645\u064A\u0644 \u0628" + rest + ".", "ar");
  ModelMention found = Modelled(article, rest, EntityType::kOrg);
  found.mention.proclitic = {found.mention.span.begin - 2, found.mention.span.begin};
  EXPECT_EQ(Describe(article.body.original, {found}, article), "");
}

TEST(Fusion, APlaceInsideALongerBodyIsPartOfIt) {
  const testing::PreparedArticle article("", "The Bank of Sudan Workers Club won.", "en");
  EXPECT_EQ(
      Describe(article.body.original, {Modelled(article, "Bank of Sudan Workers Club", EntityType::kOrg)}, article),
      "ORG Bank of Sudan Workers Club: Bank of Sudan Workers Club;");
}

TEST(Fusion, AnUnsureLongerNameDoesNotSwallowAKnownOne) {
  const testing::PreparedArticle article("", "The Friends of Sudan Workers Club won.", "en");
  const std::string found = Describe(
      article.body.original, {Modelled(article, "Friends of Sudan Workers Club", EntityType::kOrg, 300)}, article);
  EXPECT_EQ(found.find("Workers"), std::string::npos) << found;
  EXPECT_NE(found.find("LOC"), std::string::npos) << found;
}

// What becomes of `name`, a place by the model, in a text whose known name is Xland, an organization of tier two.
std::string BesideXland(const std::string& text, const std::string& name, uint16_t confidence) {
  const GazetteerFile files[] = {
      {"list.tsv", "key\ttype\ttier\tids\tcountry\tas_of\ten\nx\tORG\t2\twikidata:Q5\t\t\tXland\n"}};
  const auto gazetteer = *Gazetteer::Parse(files);
  const testing::PreparedArticle article("", text, "en");
  const Document document = article.View();
  std::string all;
  for (const FoundEntity& entity : Fuse(document, *gazetteer, Tagger(gazetteer).Find(document),
                                        {Modelled(article, name, EntityType::kLoc, confidence)}))
    all += entity.known ? "[" + std::string(entity.known->id()) + "]" : entity.name;
  return all;
}

TEST(Fusion, TheModelIsBelievedFromItsBoundsOn) {
  EXPECT_EQ(BesideXland("They met in Xland today.", "Xland", 799), "[Q5]");
  EXPECT_EQ(BesideXland("They met in Xland today.", "Xland", 800), "Xland");
  EXPECT_EQ(BesideXland("They met in Xland Springs today.", "Xland Springs", 499), "[Q5]");
  EXPECT_EQ(BesideXland("They met in Xland Springs today.", "Xland Springs", 500), "Xland Springs");
}

TEST(Fusion, OneNameInAnArticleIsOneEntity) {
  const testing::PreparedArticle article("", "Sandvik slept. Later Sandvik woke.", "en");
  std::vector<ModelMention> modelled = {Modelled(article, "Sandvik", EntityType::kOrg, 500),
                                        Modelled(article, "Sandvik", EntityType::kLoc, 900)};
  modelled[1].mention.span = {21, 28};
  EXPECT_EQ(Describe(article.body.original, modelled, article), "LOC Sandvik: Sandvik, Sandvik;");
}

TEST(Fusion, ADatelineBeginsWithATown) {
  const testing::PreparedArticle article("", "SANDVIK (Northwire) - The ferry sailed.", "en");
  const std::vector<text::OriginalSpan> datelines = {{0, 21}};
  Document document = article.View();
  document.datelines = datelines;
  const auto found =
      Fuse(document, Shipped(), {},
           {Modelled(article, "SANDVIK", EntityType::kOrg), Modelled(article, "Northwire", EntityType::kOrg)});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].type, EntityType::kLoc);
  EXPECT_EQ(found[1].type, EntityType::kOrg);
}

ModelMention Unsure(ModelMention mention) {
  mention.mention.is_unsure = true;
  return mention;
}

TEST(Fusion, AnUnsureNameGivesWayToAKnownOne) {
  const testing::PreparedArticle article("", "The Friends of Sudan Workers Club won.", "en");
  const std::string found = Describe(
      article.body.original, {Unsure(Modelled(article, "Friends of Sudan Workers Club", EntityType::kOrg))}, article);
  EXPECT_EQ(found.find("Workers"), std::string::npos) << found;
}

TEST(Fusion, UnsureMentionsHaveNoSalienceAndNoVote) {
  const testing::PreparedArticle article("", "Sandvik slept. Later Sandvik woke. Oslund too.", "en");
  std::vector<ModelMention> modelled = {Unsure(Modelled(article, "Sandvik", EntityType::kOrg, 390)),
                                        Modelled(article, "Sandvik", EntityType::kLoc, 300),
                                        Unsure(Modelled(article, "Oslund", EntityType::kPer, 200))};
  modelled[1].mention.span = {21, 28};
  const auto entities = Fuse(article.View(), Shipped(), {}, modelled);
  ASSERT_EQ(entities.size(), 2u);
  EXPECT_EQ(entities[0].type, EntityType::kLoc);
  EXPECT_EQ(entities[0].mentions.size(), 2u);
  EXPECT_GT(entities[0].salience, 0);
  EXPECT_EQ(entities[1].name, "Oslund");
  EXPECT_EQ(entities[1].salience, 0);
}

// What `name`, a person by the model, is in `text`.
std::string PersonIn(const std::string& text, const std::string& name, const std::string& language = "en") {
  const testing::PreparedArticle article("", text, language);
  return Describe(article.body.original, {Modelled(article, name, EntityType::kPer)}, article);
}

TEST(Fusion, AKnownPersonsNameInALongerOneOfSomebodyElseGivesNoId) {
  EXPECT_EQ(PersonIn("Vladimir Putin Karimov arrived.", "Vladimir Putin Karimov"),
            "PER Vladimir Putin Karimov: Vladimir Putin Karimov;");
  EXPECT_EQ(PersonIn("Then Ahmed Mohamed Salah arrived.", "Ahmed Mohamed Salah"),
            "PER Ahmed Mohamed Salah: Ahmed Mohamed Salah;");
  EXPECT_EQ(PersonIn("Mohamed bin Salman Al Otaibi spoke.", "Mohamed bin Salman Al Otaibi"),
            "PER Mohamed bin Salman Al Otaibi: Mohamed bin Salman Al Otaibi;");
  EXPECT_EQ(PersonIn("\u062D\u0636\u0631 \u0645\u062D\u0645\u0648\u062F \u0645\u062D\u0645\u062F "
                     "\u0635\u0644\u0627\u062D \u0623\u0645\u0633",  // attended, Mahmoud Muhammad Salah, yesterday
                     "\u0645\u062D\u0645\u0648\u062F \u0645\u062D\u0645\u062F \u0635\u0644\u0627\u062D", "ar")
                .find('['),
            std::string::npos);
}

TEST(Fusion, AKnownPersonKeepsTheIdBesideATitleAnOrdinaryWordOrAnotherNameOfHis) {
  EXPECT_EQ(PersonIn("So President Vladimir Putin arrived.", "President Vladimir Putin"),
            "PER [Q7747]: Vladimir Putin;");
  EXPECT_EQ(PersonIn("Vladimir Putin arrived.", "Vladimir Putin arrived"), "PER [Q7747]: Vladimir Putin;");
  const std::string abbas = "\u0645\u062D\u0645\u0648\u062F \u0639\u0628\u0627\u0633";
  const std::string kunya = " \u0623\u0628\u0648 \u0645\u0627\u0632\u0646";  // Abu Mazen
  EXPECT_EQ(PersonIn(abbas + kunya, abbas + kunya, "ar"), "PER [Q127998]: " + abbas + kunya + ";");
}

TEST(Fusion, APieceOfSomethingElsesNameIsNoNameAlsoIfTheModelHasIt) {
  const testing::PreparedArticle article("", "The sea Bank of Sudan closed.", "en");
  EXPECT_EQ(Describe(article.body.original, {Modelled(article, "Sudan", EntityType::kLoc)}, article), "");
  EXPECT_EQ(Describe(article.body.original, {Modelled(article, "Bank of Sudan", EntityType::kOrg)}, article),
            "ORG Bank of Sudan: Bank of Sudan;");
}

}  // namespace
}  // namespace marsad::tag
