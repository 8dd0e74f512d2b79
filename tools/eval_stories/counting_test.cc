#include "tools/eval_stories/counting.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace marsad::eval_stories {
namespace {

std::vector<std::string> DocumentsOf(const std::string& name, const std::string& text) {
  const std::string path = (std::filesystem::path(::testing::TempDir()) / ("counting_" + name)).string();
  std::ofstream(path) << text;
  const auto documents = ReadDocuments(path);
  return documents ? *documents : std::vector<std::string>{documents.error().message};
}

TEST(CountingTest, SentencesAreReadOfEachFormat) {
  EXPECT_EQ(DocumentsOf("a.conll", "# doc 1\nOne\tO\ntwo\tB-LOC\n\n# doc 2\nThree\tO\n"),
            (std::vector<std::string>{"One two\nThree\n"}));
  EXPECT_EQ(DocumentsOf("a.conllu", "# text = One two\n1\tOne\n2\ttwo\n\n# text = Three\n"),
            (std::vector<std::string>{"One two\nThree\n"}));
  EXPECT_EQ(DocumentsOf("a.txt", "One two\nThree\n"), (std::vector<std::string>{"One two\nThree\n"}));
  EXPECT_EQ(DocumentsOf("a.jsonl", "{\"title\": \"One\", \"body\": \"two\"}\n{\"title\": \"Three\"}\n"),
            (std::vector<std::string>{"One\ntwo\n", "Three\n"}));
}

TEST(CountingTest, ADocumentEndsWithTheSentenceThatReaches200Words) {
  std::string text;
  for (int i = 0; i < 41; ++i) text += "a b c d e f g h i j\n";
  const auto documents = DocumentsOf("long.txt", text);
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_EQ(documents[0].size(), 20U * 20);
  EXPECT_EQ(documents[2].size(), 20U);
}

TEST(CountingTest, WhatCannotBeReadIsNamed) {
  EXPECT_NE(ReadDocuments("words.pdf").error().message.find("words.pdf: is none of"), std::string::npos);
  EXPECT_NE(ReadDocuments("absent.txt").error().message.find("absent.txt"), std::string::npos);
}

Words Document(const std::vector<uint32_t>& hashes) {
  Words words;
  for (const uint32_t hash : hashes) words.body.push_back({.hash = hash, .fact = {}, .original = {}});
  return words;
}

TEST(CountingTest, RarityIsTheLogarithmOfTheShareOfDocuments) {
  DocumentCounts counts;
  counts.Add(Document({7, 7, 7, 9}));
  counts.Add(Document({7, 9}));
  counts.Add(Document({7, 3}));
  const cluster::RarityTable table = counts.Table("xx");
  EXPECT_EQ(table.language, "xx");
  EXPECT_EQ(table.documents, 3U);
  EXPECT_EQ(table.rarest, 355);                                                             // 256 ln 4
  EXPECT_EQ(table.words, (std::vector<std::pair<uint32_t, uint16_t>>{{7, 34}, {9, 120}}));  // ln(4/3.5), ln(4/2.5)
}

}  // namespace
}  // namespace marsad::eval_stories
