#include "lib/base/mapped_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace marsad {
namespace {

namespace fs = std::filesystem;

class MappedFileTest : public ::testing::Test {
 protected:
  MappedFileTest() { fs::create_directories(folder_); }
  ~MappedFileTest() override { fs::remove_all(folder_); }

  std::string Write(const std::string& bytes) const {
    const fs::path path = folder_ / "file";
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "mapped_file";
};

TEST_F(MappedFileTest, HoldsTheBytesAlsoAfterTheFileIsReplaced) {
  const std::string path = Write(std::string("a\0b", 3));
  const auto file = MappedFile::Open(path);
  ASSERT_TRUE(file) << file.error().message;
  std::ofstream(path + ".new") << "other";
  fs::rename(path + ".new", path);
  EXPECT_EQ((*file)->bytes(), std::string_view("a\0b", 3));
}

TEST_F(MappedFileTest, AnEmptyFileHasNoBytes) { EXPECT_TRUE((*MappedFile::Open(Write("")))->bytes().empty()); }

TEST_F(MappedFileTest, WhatIsNoFileIsAnError) {
  EXPECT_EQ(MappedFile::Open((folder_ / "none").string()).error().message, "No such file or directory");
  EXPECT_EQ(MappedFile::Open(folder_.string()).error().message, "is no file");
}

}  // namespace
}  // namespace marsad
