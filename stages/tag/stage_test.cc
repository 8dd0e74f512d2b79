#include "stages/tag/stage.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "lib/article/testing/fill_words.h"
#include "lib/pipeline/testing/stage_contract.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::tag {
namespace {

using pipeline::RejectCode;

constexpr char kWawRussia[] = "\u0648\u0631\u0648\u0633\u064A\u0627";  // "and Russia" in Arabic, one word
constexpr char kWaw[] = "\u0648";

v1::EnrichedArticle Article(const std::string& title, const std::string& body, const std::string& language) {
  v1::EnrichedArticle article;
  article.mutable_article()->set_title(title);
  article.mutable_article()->set_body(body);
  article.mutable_text()->set_language(language);
  article::testing::FillWords(&article);
  return article;
}

config::v1::Config Shipped() {
  config::v1::Config config;
  config.mutable_tag()->set_gazetteer("gazetteer");
  return config;
}

const pipeline::EnricherFactory& Factory() {
  static const pipeline::EnricherFactory factory = *LoadTag(Shipped());
  return factory;
}

v1::EnrichedArticle Delta(const v1::EnrichedArticle& article) {
  const pipeline::Enriched enriched = Factory()()->Enrich(article);
  v1::EnrichedArticle delta;
  EXPECT_TRUE(delta.ParseFromString(std::get<pipeline::RecordDelta>(enriched).bytes));
  return delta;
}

RejectCode Refusal(const v1::EnrichedArticle& article) {
  return std::get<pipeline::Reject>(Factory()()->Enrich(article)).code;
}

// A record of others may have a search text that is no fold of the article's.
TEST(TagStage, AHashtagWithAForeignSearchTextIsNotCut) {
  v1::EnrichedArticle article = Article("", "Many used #VladimirPutin", "en");
  std::string* search = article.mutable_text()->mutable_search_body();
  ASSERT_EQ(*search, "many used #vladimirputin");
  EXPECT_EQ(Delta(article).entities(0).id(), "Q7747");
  search->replace(11, 8, "\u0627\u0627\u0627\u0627");  // of the same length
  EXPECT_EQ(Delta(article).entities_size(), 0);
}

TEST(TagStage, WritesAllOfAnEntity) {
  const v1::EnrichedArticle delta = Delta(Article("", kWawRussia, "ar"));
  ASSERT_EQ(delta.entities_size(), 1);
  const v1::Entity& entity = delta.entities(0);
  EXPECT_EQ(entity.type(), v1::Entity::LOC);
  EXPECT_EQ(entity.id(), "Q159");
  EXPECT_EQ(entity.ids(0), "wikidata:Q159");
  EXPECT_EQ(entity.ids(1), "iso3166-1:RU");
  EXPECT_EQ(entity.country(), "RU");
  EXPECT_EQ(entity.name(), std::string(kWawRussia).substr(2));
  ASSERT_EQ(entity.labels_size(), 2);
  EXPECT_EQ(entity.labels(0).language(), "ar");
  EXPECT_EQ(entity.labels(0).text(), entity.name());
  EXPECT_EQ(entity.labels(1).language(), "en");
  EXPECT_EQ(entity.labels(1).text(), "Russia");
  EXPECT_EQ(entity.coordinates().latitude_e7(), 562'800'000);
  EXPECT_EQ(entity.coordinates().longitude_e7(), 830'400'000);
  ASSERT_EQ(entity.mentions_size(), 1);
  const v1::Mention& mention = entity.mentions(0);
  EXPECT_EQ(mention.span().field(), v1::Span::BODY);
  EXPECT_EQ(mention.span().begin(), 2U);
  EXPECT_EQ(mention.span().end(), 12U);
  EXPECT_EQ(mention.begin_utf16(), 1U);
  EXPECT_EQ(mention.end_utf16(), 6U);
  EXPECT_EQ(mention.surface(), std::string(kWawRussia).substr(2));
  EXPECT_EQ(mention.proclitic(), kWaw);
  EXPECT_EQ(mention.detector(), v1::Mention::GAZETTEER);
}

void AddBlock(v1::Block::Kind kind, uint32_t begin, uint32_t end, v1::EnrichedArticle* article) {
  v1::Block* block = article->mutable_text()->add_blocks();
  block->set_kind(kind);
  block->mutable_span()->set_field(v1::Span::BODY);
  block->mutable_span()->set_begin(begin);
  block->mutable_span()->set_end(end);
}

constexpr const char* kAmman = "\u0639\u0645\u0627\u0646";  // also Oman

TEST(TagStage, APlaceInADatelineIsATown) {
  const std::string name = kAmman;
  v1::EnrichedArticle article = Article("", name + " (1) - 2 " + name, "ar");
  EXPECT_EQ(Delta(article).entities(0).id(), "Q842");
  AddBlock(v1::Block::DATELINE, 0, 14, &article);
  const v1::EnrichedArticle delta = Delta(article);
  ASSERT_EQ(delta.entities_size(), 1);
  EXPECT_EQ(delta.entities(0).id(), "Q3805");
  EXPECT_EQ(delta.entities(0).mentions_size(), 2) << "the town is meant in the rest too";
}

TEST(TagStage, ATownInADatelineIsThatOfACountryTheArticleNames) {
  v1::EnrichedArticle article = Article("", "Tripoli (1) - Help came from Beirut", "en");
  AddBlock(v1::Block::DATELINE, 0, 14, &article);
  EXPECT_EQ(Delta(article).entities(0).id(), "geonames:266826");
  v1::EnrichedArticle other = Article("", "Tripoli (1) - Help came from Benghazi", "en");
  AddBlock(v1::Block::DATELINE, 0, 14, &other);
  EXPECT_EQ(Delta(other).entities(0).id(), "geonames:2210247");
}

// Where country and town have one name, the rest of the article may be about the country.
TEST(TagStage, ADatelinesTownThatIsCalledLikeItsCountryIsMeantThereAlone) {
  v1::EnrichedArticle article = Article("", "Djibouti (1) - Ships left Djibouti", "en");
  AddBlock(v1::Block::DATELINE, 0, 15, &article);
  const v1::EnrichedArticle delta = Delta(article);
  ASSERT_EQ(delta.entities_size(), 2);
  EXPECT_EQ(delta.entities(0).id(), "Q3604");
  EXPECT_EQ(delta.entities(1).id(), "Q977");
}

TEST(TagStage, BylinesNotesAndBoilerplateNameNoEntities) {
  const std::string body = "He saw Paris.\nJane Miller in Oslo contributed.\nMore from London\nBy Jane Miller in Rome";
  v1::EnrichedArticle article = Article("", body, "en");
  EXPECT_EQ(Delta(article).entities_size(), 4);
  AddBlock(v1::Block::PARAGRAPH, 0, 13, &article);
  AddBlock(v1::Block::NOTE, 14, 46, &article);
  AddBlock(v1::Block::BOILERPLATE, 47, 63, &article);
  AddBlock(v1::Block::BYLINE, 64, 86, &article);
  const v1::EnrichedArticle delta = Delta(article);
  ASSERT_EQ(delta.entities_size(), 1);
  EXPECT_EQ(delta.entities(0).name(), "Paris");
}

// "Jordan" beside Egypt is a name that the article speaks for: 800 per mille; Egypt has 950.
TEST(TagStage, WhatIsBelowTheConfiguredConfidenceStaysMarked) {
  config::v1::Config config = Shipped();
  config.mutable_tag()->set_min_confidence(900);
  const v1::EnrichedArticle article = Article("", "Leaders of Egypt and Jordan spoke.", "en");
  v1::EnrichedArticle delta;
  const pipeline::Enriched enriched = (*LoadTag(config))()->Enrich(article);
  ASSERT_TRUE(delta.ParseFromString(std::get<pipeline::RecordDelta>(enriched).bytes));
  ASSERT_EQ(delta.entities_size(), 2);
  EXPECT_FALSE(delta.entities(0).mentions(0).has_unsure());
  EXPECT_GT(delta.entities(0).salience(), 0u);
  EXPECT_EQ(delta.entities(1).name(), "Jordan");
  EXPECT_TRUE(delta.entities(1).mentions(0).unsure());
  EXPECT_EQ(delta.entities(1).salience(), 0u);
  EXPECT_FALSE(Delta(article).entities(1).mentions(0).unsure()) << "the default is 400";
}

// A configuration with two of the lists that ship, copied into a directory of that name.
config::v1::Config WithTwoLists(const std::string& name) {
  const auto directory = std::filesystem::path(::testing::TempDir()) / name;
  std::filesystem::create_directory(directory);
  for (const char* list : {"context.tsv", "people.tsv"}) {
    std::filesystem::copy(std::filesystem::path("gazetteer") / list, directory);
  }
  config::v1::Config config;
  config.mutable_tag()->set_gazetteer(directory.string());
  return config;
}

TEST(TagStage, TheBundleIsAHashOfTheFiles) {
  const config::v1::Config config = WithTwoLists("lists");
  const auto loaded = LoadTag(config);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const std::string bundle((*loaded)()->bundle());
  EXPECT_EQ(bundle.size(), 16U);
  EXPECT_NE(bundle, Factory()()->bundle());
  const auto copied = LoadTag(WithTwoLists("copy"));
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_EQ((*copied)()->bundle(), bundle);
  const std::filesystem::path directory = config.tag().gazetteer();
  std::ofstream(directory / "context.tsv", std::ios::app) << "# changed\n";
  const auto changed = LoadTag(config);
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_NE((*changed)()->bundle(), bundle);
  std::ofstream(directory / "people.tsv", std::ios::app) << "broken\n";
  EXPECT_NE(LoadTag(config).error().message.find("people.tsv:"), std::string::npos);
}

TEST(TagStage, NeedsWhatNormalizeMakes) {
  const auto stage = Factory()();
  const auto needs = stage->needs();
  ASSERT_EQ(needs.size(), 1U);
  EXPECT_EQ(needs[0].field, record::Field::kText);
  EXPECT_EQ(needs[0].owner, "normalize");
}

TEST(TagStage, RefusesTokensThatDoNotFit) {
  v1::EnrichedArticle article = Article("Paris", "", "en");
  article.mutable_text()->mutable_tokens()->set_length(0, 99);
  EXPECT_EQ(Refusal(article), RejectCode::kBadField);
  article = Article(kWawRussia, "", "ar");  // inside a character
  article.mutable_text()->mutable_tokens()->set_length(0, 3);
  EXPECT_EQ(Refusal(article), RejectCode::kBadField);
}

TEST(TagStage, RefusesAMapOfAnotherText) {
  v1::EnrichedArticle article = Article("Paris", "", "en");
  article.mutable_text()->mutable_title_map()->add_same(1);
  EXPECT_EQ(Refusal(article), RejectCode::kBadField);
}

TEST(TagStage, RefusesAnotherFold) {
  v1::EnrichedArticle article = Article("Paris", "", "en");
  article.mutable_text()->set_fold_version(text::kFoldVersion + 1);
  EXPECT_EQ(Refusal(article), RejectCode::kBadField);
}

TEST(TagStage, RefusesATextWithoutAFold) {
  v1::EnrichedArticle article = Article("Paris", "", "en");
  article.mutable_text()->clear_fold_version();
  EXPECT_EQ(Refusal(article), RejectCode::kBadField);
}

TEST(TagStage, ReadsWhatAnOlderBuildFolded) {
  v1::EnrichedArticle article = Article("Paris", "", "en");
  article.mutable_text()->set_fold_version(1);
  EXPECT_EQ(Delta(article).entities_size(), 1);
}

TEST(TagStage, KeepsTheContract) {
  std::vector<std::string> corpus = {"", Article("", "", "").SerializeAsString()};
  corpus.push_back(
      Article("Trump meets Putin", "Donald Trump met Putin's team in Paris. U.S. & Russia.", "en").SerializeAsString());
  corpus.push_back(
      Article(kWawRussia, std::string(kWawRussia) + " \U0001F30D " + kWawRussia, "ar").SerializeAsString());
  std::string many;
  for (int i = 0; i < 20000; ++i) many += "United Nations Paris ";
  corpus.push_back(Article("", many, "und").SerializeAsString());
  v1::EnrichedArticle broken = Article("Paris", "", "en");
  broken.mutable_text()->mutable_tokens()->add_gap(1);
  corpus.push_back(broken.SerializeAsString());
  pipeline::testing::ExpectEnricherContract(Factory(), corpus);
}

}  // namespace
}  // namespace marsad::tag
