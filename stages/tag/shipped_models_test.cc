// The models that ship: they load, are small enough, and find names that no list knows.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "stages/tag/fusion.h"
#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t kMostBytes = 10u << 20;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const std::map<std::string, std::shared_ptr<const Model>>& Shipped() {
  static const auto models = [] {
    std::map<std::string, std::shared_ptr<const Model>> read;
    for (const auto& entry : fs::directory_iterator("models")) {
      if (entry.path().extension() != ".model") continue;
      auto model = Model::Parse(ReadFile(entry.path()));
      EXPECT_TRUE(model) << entry.path() << ": " << model.error().message;
      if (!model) continue;
      std::string language(model->language());
      read.emplace(std::move(language), std::make_shared<const Model>(std::move(*model)));
    }
    return read;
  }();
  return models;
}

// Surfaces with their types.
std::set<std::string> NamesIn(const std::string& language, const std::string& text) {
  const testing::PreparedArticle article("", text, language);
  Document document = article.View();
  document.sentences = {{Field::kBody, {0, static_cast<uint32_t>(text.size())}}};
  const auto& model = Shipped().at(language);
  ModelRunner runner(model);
  std::set<std::string> names;
  for (const ModelMention& found : FindByModel(document, model->lexicon(), &runner)) {
    names.insert(std::string(testing::TypeName(found.type)) + ' ' + std::string(found.mention.span.Cut(text)));
  }
  return names;
}

TEST(ShippedModels, ThereIsOneForEachLanguage) {
  std::set<std::string> languages;
  for (const auto& [language, model] : Shipped()) languages.insert(language);
  EXPECT_EQ(languages, (std::set<std::string>{"ar", "de", "en", "es", "fr", "ru", "tr"}));
}

TEST(ShippedModels, AreOfALimitedSize) {
  for (const auto& entry : fs::directory_iterator("models")) {
    if (!entry.is_regular_file()) continue;  // another stage's models
    EXPECT_LE(entry.file_size(), kMostBytes) << entry.path();
  }
}

TEST(ShippedModels, FindPersonsThatNoListKnows) {
  EXPECT_TRUE(NamesIn("en", "The lawyer Malcolm Ferrier said on Tuesday that the trial would go on.")
                  .contains("PER Malcolm Ferrier"));
  EXPECT_TRUE(NamesIn("fr", "L'avocat Thierry Maillebuau a d\u00E9clar\u00E9 mardi que le proc\u00E8s continuerait.")
                  .contains("PER Thierry Maillebuau"));
  EXPECT_TRUE(
      NamesIn("es", "El alcalde Evaristo Quintanilla dijo que las obras siguen.").contains("PER Evaristo Quintanilla"));
  EXPECT_TRUE(NamesIn("de", "Der Anwalt Detlef Wohlgemut sagte am Dienstag, der Prozess gehe weiter.")
                  .contains("PER Detlef Wohlgemut"));
}

// "qala al-mutahaddith Sabah an-Numan wa-Bushra": the conjunction is no part of the second name.
TEST(ShippedModels, ArabicNamesStandWithoutTheirProclitics) {
  const std::string text =
      "\u0648\u0642\u0627\u0644 \u0627\u0644\u0645\u062D\u0627\u0645\u064A \u0631\u0623\u0641\u062A "
      "\u0628\u062F\u064A\u0631 \u0625\u0646 \u0627\u0644\u0642\u0627\u0636\u064A \u0632\u0627\u0631 "
      "\u062F\u0645\u0634\u0642 \u0648\u0628\u064A\u0631\u0648\u062A.";
  const std::set<std::string> names = NamesIn("ar", text);
  EXPECT_TRUE(names.contains("PER \u0631\u0623\u0641\u062A \u0628\u062F\u064A\u0631"));  // Raafat Badir
  EXPECT_TRUE(names.contains("LOC \u0628\u064A\u0631\u0648\u062A"));                     // Beirut, without waw
}

// "The lawyer Kamal bin Isa met the minister. Kamal spoke of mal (money) from an unknown source": kaf is his own.
TEST(ShippedModels, AnArabicNameKeepsALetterThatCouldBeAProclitic) {
  const std::string text =
      "\u0627\u0644\u062A\u0642\u0649 \u0627\u0644\u0645\u062D\u0627\u0645\u064A \u0643\u0645\u0627\u0644 "
      "\u0628\u0646 \u0639\u064A\u0633\u0649 \u0627\u0644\u0648\u0632\u064A\u0631. "
      "\u0648\u062A\u062D\u062F\u062B \u0643\u0645\u0627\u0644 \u0639\u0646 \u0645\u0627\u0644 "
      "\u0645\u062C\u0647\u0648\u0644 \u0627\u0644\u0645\u0635\u062F\u0631.";
  const std::set<std::string> names = NamesIn("ar", text);
  EXPECT_TRUE(names.contains("PER \u0643\u0645\u0627\u0644 \u0628\u0646 \u0639\u064A\u0633\u0649"));
  EXPECT_TRUE(names.contains("PER \u0643\u0645\u0627\u0644"));
}

TEST(ShippedModels, TheSameTextGivesTheSameNamesWhateverWasReadBefore) {
  const std::string text = "Anna Kowalska of the Warsaw Port Authority met Piotr Nowak in Gdansk.";
  const std::set<std::string> first = NamesIn("en", text);
  const auto& model = Shipped().at("en");
  ModelRunner runner(model);
  for (const std::string& other : {std::string("Warsaw won."), std::string("Piotr lost in Gdansk."), text}) {
    const testing::PreparedArticle article("", other, "en");
    Document document = article.View();
    document.sentences = {{Field::kBody, {0, static_cast<uint32_t>(other.size())}}};
    std::set<std::string> names;
    for (const ModelMention& found : FindByModel(document, model->lexicon(), &runner)) {
      names.insert(std::string(testing::TypeName(found.type)) + ' ' + std::string(found.mention.span.Cut(other)));
    }
    if (other == text) {
      EXPECT_EQ(names, first);
    }
  }
}

}  // namespace
}  // namespace marsad::tag
