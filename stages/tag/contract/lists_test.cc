// Which of a directory's files the gazetteer is read from, and what is said of the others.
#include "stages/tag/contract/lists.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace marsad::tag {
namespace {

namespace fs = std::filesystem;

constexpr char kHeader[] = "key\ttype\ttier\tids\tcountry\tas_of\ten\n";

class ListsTest : public ::testing::Test {
 protected:
  ListsTest() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    Write("list.tsv", std::string(kHeader) + "x\tLOC\t1\tdesk:x\t\t\tXland\n");
  }
  ~ListsTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  void Build() const { Write(kCompiledName, *CompileLists(*ReadGazetteerFiles(folder_.string()))); }
  std::string ReadCompiled() const {
    std::ifstream in(folder_ / kCompiledName, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  LoadedGazetteer Load() const {
    auto loaded = LoadGazetteer(folder_.string());
    EXPECT_TRUE(loaded) << loaded.error().message;
    return loaded ? *loaded : LoadedGazetteer{};
  }
  // A compiled gazetteer knows what it was made of, one that was just read does not.
  bool IsCompiledUsed() const { return !Load().gazetteer->sources().empty(); }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "lists_test";
};

TEST_F(ListsTest, ListsAloneAreRead) {
  EXPECT_FALSE(IsCompiledUsed());
  EXPECT_EQ(Load().note, "");
}

TEST_F(ListsTest, ACompiledFileOfTheseListsIsUsed) {
  const std::string sources = Load().sources;
  Build();
  EXPECT_TRUE(IsCompiledUsed());
  EXPECT_EQ(Load().note, "");
  EXPECT_EQ(Load().sources, sources) << "whichever way it was loaded, the bundle is the same";
}

TEST_F(ListsTest, ACompiledFileOfOtherListsIsNotUsedAndThatIsSaid) {
  Build();
  Write("desk.tsv", std::string(kHeader) + "y\tLOC\t1\tdesk:y\t\t\tYland\n");
  Write("list.tsv", std::string(kHeader) + "x\tLOC\t2\tdesk:x\t\t\tXland\n");
  EXPECT_FALSE(IsCompiledUsed());
  EXPECT_EQ(Load().gazetteer->entity_count(), 2U);
  const std::string path = (folder_ / kCompiledName).string();
  EXPECT_EQ(Load().note, path +
                             " was made of other lists: desk.tsv came, list.tsv changed; the lists are read instead, "
                             "which takes longer; marsad gazetteer build " +
                             folder_.string() + " makes it anew");
  EXPECT_EQ(CompiledNote(folder_.string()), Load().note);
  Build();
  fs::remove(folder_ / "desk.tsv");
  EXPECT_NE(Load().note.find("other lists: desk.tsv went;"), std::string::npos);
}

TEST_F(ListsTest, ADamagedCompiledFileIsNotUsedAndThatIsSaid) {
  Build();
  const std::string whole = ReadCompiled();
  for (const std::string& broken : {std::string(), whole.substr(0, whole.size() / 2), std::string(1000, 'x')}) {
    Write(kCompiledName, broken);
    EXPECT_FALSE(IsCompiledUsed());
    EXPECT_EQ(Load().gazetteer->entity_count(), 1U);
    EXPECT_NE(Load().note.find("gazetteer.bin is "), std::string::npos) << Load().note;
  }
}

TEST_F(ListsTest, ACompiledFileAloneIsAllThereIs) {
  Build();
  const std::string sources = Load().sources;
  fs::remove(folder_ / "list.tsv");
  EXPECT_TRUE(IsCompiledUsed());
  EXPECT_EQ(Load().sources, sources);
  Write(kCompiledName, ReadCompiled().substr(1));
  EXPECT_EQ(
      LoadGazetteer(folder_.string()).error().message,
      (folder_ / kCompiledName).string() +
          " is no compiled gazetteer; marsad gazetteer build makes it anew where its lists are, and there are none "
          "beside it");
}

TEST_F(ListsTest, BrokenListsAreAnErrorWithTheirPath) {
  Write("desk.tsv", "key\n");
  EXPECT_EQ(LoadGazetteer(folder_.string()).error().message.find(folder_.string() + "/desk.tsv:1: "), 0U);
  EXPECT_FALSE(LoadGazetteer((folder_ / "none").string()));
  EXPECT_EQ(CompiledNote((folder_ / "none").string()), "");
}

}  // namespace
}  // namespace marsad::tag
