#include "lib/app/bundle_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lib/app/testing/temporary_directory.h"
#include "lib/record/sha256.h"

namespace marsad::app {
namespace {

using ::testing::HasSubstr;

class HashBundleTest : public ::testing::Test {
 protected:
  void SetUp() override { Write("names.tsv", "one\n"); }

  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(directory_.path() + "/" + name, std::ios::binary) << bytes;
  }
  std::string Hash() const {
    const std::vector<std::string> paths = {directory_.path()};
    const auto hash = HashBundle(paths);
    return hash ? *hash : hash.error().message;
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(HashBundleTest, FollowsNamesAndBytes) {
  const std::string before = Hash();
  EXPECT_EQ(Hash(), before);
  Write("names.tsv", "two\n");
  EXPECT_NE(Hash(), before);
  Write("names.tsv", "one\n");
  EXPECT_EQ(Hash(), before);
  Write("more.tsv", "");
  EXPECT_NE(Hash(), before);
  std::filesystem::rename(directory_.path() + "/more.tsv", directory_.path() + "/.more.tsv");
  EXPECT_EQ(Hash(), before) << "a hidden file, as programs write them on the way";
  std::filesystem::create_directory(directory_.path() + "/inner");
  EXPECT_EQ(Hash(), before);
}

// As Kubernetes mounts a ConfigMap: every file a link through ..data.
TEST_F(HashBundleTest, SeesThroughLinks) {
  namespace fs = std::filesystem;
  const fs::path root = directory_.path();
  for (const char* version : {"..1", "..2"}) {
    fs::create_directory(root / version);
    std::ofstream(root / version / "table.tsv") << version;
  }
  fs::create_symlink("..1", root / "..data");
  fs::create_symlink("..data/table.tsv", root / "table.tsv");
  const std::string before = Hash();
  fs::create_symlink("..2", root / "..data_tmp");
  fs::rename(root / "..data_tmp", root / "..data");
  EXPECT_NE(Hash(), before);
}

TEST_F(HashBundleTest, ASetThatIsNotWholeIsKnownByItsSums) {
  const std::string sum = record::Sha256Hex("one\n");
  Write("SHA256SUMS", sum + "  names.tsv\n");
  EXPECT_EQ(Hash().size(), sum.size());
  Write("SHA256SUMS", sum + "  names.tsv\n" + sum + " *places.tsv\n");
  EXPECT_THAT(Hash(), HasSubstr("places.tsv is missing"));
  Write("places.tsv", "on");
  EXPECT_THAT(Hash(), HasSubstr("places.tsv is not what SHA256SUMS says"));
  Write("places.tsv", "one\n");
  EXPECT_EQ(Hash().size(), sum.size());
  Write("SHA256SUMS", "short\n");
  EXPECT_THAT(Hash(), HasSubstr("SHA256SUMS: a line that is none"));
}

TEST_F(HashBundleTest, SaysWhatIsNotThere) {
  const std::vector<std::string> paths = {directory_.path() + "/none"};
  EXPECT_EQ(HashBundle(paths).error().message, directory_.path() + "/none: cannot be opened");
}

}  // namespace
}  // namespace marsad::app
