// Articles in golden/*.txt against what should be found in them, golden/*.out. The first line of an article is its
// language, the second its title. Run with --update to write the .out files anew; read the difference before you keep it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"

namespace marsad::tag {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

testing::PreparedArticle ReadArticle(const fs::path& path) {
  std::istringstream in(ReadFile(path));
  std::string language, title;
  std::getline(in, language);
  std::getline(in, title);
  return {title, std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}, language};
}

// One entity a line, its mentions below it.
std::string Describe(const testing::PreparedArticle& article, const std::vector<FoundEntity>& entities,
                     const Gazetteer& gazetteer) {
  std::ostringstream out;
  for (const FoundEntity& entity : entities) {
    out << testing::TypeName(entity.known->type) << ' ' << gazetteer.Label(*entity.known, article.language) << " ["
        << (entity.known->ids.empty() ? "-" : entity.known->id()) << "] salience " << entity.salience << '\n';
    for (const FoundMention& mention : entity.mentions) {
      out << "  " << (mention.field == Field::kTitle ? "title " : "body ") << mention.span.begin << '-'
          << mention.span.end << ' ' << article.Cut(mention, mention.span);
      if (!mention.proclitic.empty()) out << "  proclitic " << article.Cut(mention, mention.proclitic);
      out << "  " << mention.confidence << (mention.detector == Detector::kRule ? " rule" : "") << '\n';
    }
  }
  return out.str();
}

TEST(Golden, ArticlesAreTaggedAsWritten) {
  const Result<std::vector<GazetteerFile>> files = ReadGazetteerFiles("gazetteer");
  ASSERT_TRUE(files) << files.error().message;
  const auto gazetteer = Gazetteer::Parse(*files);
  ASSERT_TRUE(gazetteer) << gazetteer.error().message;
  const Tagger tagger(*gazetteer);
  const auto arguments = ::testing::internal::GetArgvs();
  const bool update = std::find(arguments.begin(), arguments.end(), "--update") != arguments.end();
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator("stages/tag/golden")) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  ASSERT_FALSE(paths.empty());
  for (const fs::path& path : paths) {
    const testing::PreparedArticle article = ReadArticle(path);
    const std::string found = Describe(article, tagger.Tag(article.View()), **gazetteer);
    const fs::path expected = fs::path(path).replace_extension(".out");
    if (update) std::ofstream(expected, std::ios::binary) << found;
    EXPECT_TRUE(found == ReadFile(expected)) << path << " is now tagged so:\n" << found;
  }
}

}  // namespace
}  // namespace marsad::tag
