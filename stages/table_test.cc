#include "stages/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

namespace marsad::stages {
namespace {

TEST(TableTest, CanBe) {
  const auto fit = app::CheckTable(Table());
  EXPECT_TRUE(fit) << fit.error().message;
}

// A stage that is forgotten here would be compiled, and missing from the pipeline without a word. A folder without a stage.cc
// is a core that no program runs yet, or of a relay, which has nothing but a page.
TEST(TableTest, HasARowForEachStageAndNoOther) {
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator("stages")) {
    if (std::filesystem::exists(entry.path() / "stage.cc")) folders.insert(entry.path().filename());
  }
  std::set<std::string> rows;
  for (const app::StageEntry& row : Table()) {
    EXPECT_TRUE(std::filesystem::exists("stages/" + std::string(row.name) + "/README.md")) << row.name;
    if (!row.is_relay) rows.emplace(row.name);
  }
  EXPECT_EQ(rows, folders);
}

TEST(TableTest, AnArticlePassesEveryStage) {
  EXPECT_EQ(app::StageNames(app::MainChain(Table())), app::StageNames(Table()));
}

}  // namespace
}  // namespace marsad::stages
