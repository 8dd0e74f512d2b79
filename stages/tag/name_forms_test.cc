// One name in several forms is one entity: each kind of testdata/name_forms.tsv through gazetteer, shipped model and fusion.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <vector>

#include "stages/tag/feature_names.h"
#include "stages/tag/fusion.h"
#include "stages/tag/testing/tag_text.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Null: the language has none.
std::shared_ptr<const Model> ModelOf(const std::string& language) {
  static std::map<std::string, std::shared_ptr<const Model>> models;
  auto& model = models[language];
  if (model == nullptr) {
    auto read = Model::Parse(ReadFile("models/" + language + ".model"));
    if (read) model = std::make_shared<const Model>(std::move(*read));
  }
  return model;
}

const std::shared_ptr<const Gazetteer>& Shipped() {
  static const auto gazetteer = *Gazetteer::Parse(*ReadGazetteerFiles("gazetteer"));
  return gazetteer;
}

std::vector<ModelMention> Modelled(const Document& document) {
  const auto model = ModelOf(std::string(document.language));
  if (model == nullptr) return {};
  ModelRunner runner(model);
  std::vector<ModelMention> mentions = FindByModel(document, model->lexicon(), &runner);
  MarkUnsure(400, &mentions);
  AddSurnames(document, *Shipped(), model->lexicon(), &mentions);
  AddFeatures(document, *Shipped(), &mentions);
  return mentions;
}

// "TYPE [id]: mention, mention", "TYPE name: mention" for each entity.
std::vector<std::string> EntitiesIn(const std::string& text, const std::string& language) {
  const testing::PreparedArticle article("", text, language);
  Document document = article.View();
  document.sentences = {{Field::kBody, {0, static_cast<uint32_t>(text.size())}}};
  std::vector<KnownMention> known = Tagger(Shipped()).Find(document);
  std::vector<std::string> all;
  for (const FoundEntity& entity : Fuse(document, *Shipped(), known, Modelled(document))) {
    std::string line(testing::TypeName(entity.type));
    line += ' ' + (entity.known ? '[' + std::string(entity.known->id()) + ']' : entity.name) + ':';
    for (const FoundMention& mention : entity.mentions) line += ' ' + std::string(mention.span.Cut(text)) + ',';
    line.pop_back();
    all.push_back(line);
  }
  return all;
}

std::vector<std::string> Expected(std::string_view column) {
  constexpr std::string_view kDivider = " ; ";
  std::vector<std::string> all;
  if (column == "-") return all;
  for (size_t begin = 0; begin <= column.size();) {
    const size_t end = std::min(column.find(kDivider, begin), column.size());
    all.emplace_back(column.substr(begin, end - begin));
    begin = end + kDivider.size();
  }
  return all;
}

TEST(NameForms, OfOneNameAreOneEntity) {
  const std::string table = ReadFile("stages/tag/testdata/name_forms.tsv");
  size_t count = 0;
  for (const TsvLine& line : ReadTsv(table)) {
    ASSERT_EQ(line.fields.size(), 4U) << "line " << line.number;
    const std::vector<std::string> found = EntitiesIn(std::string(line.fields[2]), std::string(line.fields[1]));
    const std::vector<std::string> expected = Expected(line.fields[3]);
    for (const std::string& entity : expected) {
      EXPECT_NE(std::find(found.begin(), found.end(), entity), found.end())
          << "line " << line.number << ", " << line.fields[0] << ": " << entity
          << "\nfound: " << ::testing::PrintToString(found);
    }
    if (expected.empty()) {
      EXPECT_EQ(found, expected) << "line " << line.number << ", " << line.fields[0];
    }
    ++count;
  }
  EXPECT_GT(count, 35U);
}

}  // namespace
}  // namespace marsad::tag
