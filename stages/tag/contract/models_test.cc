#include "stages/tag/contract/models.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "lib/record/sha256.h"

namespace marsad::tag {
namespace {

namespace fs = std::filesystem;

class ModelsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(directory_ / name, std::ios::binary) << bytes;
  }
  static std::string Bytes(const std::string& language) {
    return Model(language, Lexicon(), Weights({}, {}), Weights({}, {})).Write();
  }

  fs::path directory_;
};

TEST_F(ModelsTest, FindsTheModelOfALanguage) {
  Write("xx.model", Bytes("xx"));
  Write("notes.txt", "no model");
  const auto models = Models::Load(directory_.string());
  ASSERT_TRUE(models) << models.error().message;
  ASSERT_NE((*models)->Find("xx-Latn"), nullptr);
  EXPECT_EQ((*models)->Find("xx-Latn")->language(), "xx");
  EXPECT_EQ((*models)->Find("yy"), nullptr);
  EXPECT_EQ((*models)->Find("und"), nullptr);
}

TEST_F(ModelsTest, NoDirectoryIsNoModels) {
  const auto models = Models::Load((directory_ / "absent").string());
  ASSERT_TRUE(models);
  EXPECT_EQ((*models)->Find("ar"), nullptr);
  EXPECT_EQ((*models)->sums(), "");
}

TEST_F(ModelsTest, AFileThatDiffersFromItsSumIsRefused) {
  Write("xx.model", Bytes("xx"));
  Write("SHA256SUMS", record::Sha256Hex(Bytes("yy")) + "  xx.model\n");
  const auto models = Models::Load(directory_.string());
  ASSERT_FALSE(models);
  EXPECT_NE(models.error().message.find("SHA256SUMS"), std::string::npos) << models.error().message;
}

TEST_F(ModelsTest, ABrokenFileWithoutASumIsRefusedAtOnce) {
  std::string bytes = Bytes("xx");
  bytes.pop_back();
  Write("xx.model", bytes);
  const auto models = Models::Load(directory_.string());
  ASSERT_FALSE(models);
  EXPECT_NE(models.error().message.find("xx.model"), std::string::npos) << models.error().message;
}

TEST_F(ModelsTest, TwoModelsOfALanguageAreRefused) {
  Write("a.model", Bytes("xx"));
  Write("b.model", Bytes("xx"));
  const auto models = Models::Load(directory_.string());
  ASSERT_FALSE(models);
  EXPECT_NE(models.error().message.find("second model"), std::string::npos) << models.error().message;
}

TEST_F(ModelsTest, TheSumsTellOneSetFromAnother) {
  Write("xx.model", Bytes("xx"));
  const std::string one = (*Models::Load(directory_.string()))->sums();
  Write("yy.model", Bytes("yy"));
  EXPECT_NE((*Models::Load(directory_.string()))->sums(), one);
}

}  // namespace
}  // namespace marsad::tag
