#include "lib/base/installed.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace marsad {
namespace {

TEST(InstalledTest, WhatIsConfiguredCounts) {
  EXPECT_EQ(*DirectoryOf("/srv/lists", "gazetteer", "tag.gazetteer"), "/srv/lists");
}

TEST(InstalledTest, ElseItLiesBesideTheFolderOfTheProgram) {
  const auto directory = DirectoryOf("", "gazetteer", "tag.gazetteer");
  ASSERT_TRUE(directory) << directory.error().message;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
  EXPECT_EQ(std::filesystem::relative(*directory, program.parent_path()), "../share/marsad/gazetteer");
}

}  // namespace
}  // namespace marsad
