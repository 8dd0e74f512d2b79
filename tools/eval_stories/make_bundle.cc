// Makes the bundle of stories: counts words, learns the weights; README.md.
//
// usage: make_bundle OUTPUT {--words LANGUAGE FILE...}... {--learn|--tune CORPUS.jsonl...}... [--crowd OTHERS.jsonl]
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/eval_stories/corpus.h"
#include "tools/eval_stories/counting.h"
#include "tools/eval_stories/learn.h"

namespace {

using marsad::Fail;
using marsad::Result;
using marsad::cluster::RarityTable;
using marsad::cluster::StoryModel;
using marsad::eval_stories::AddCrowd;
using marsad::eval_stories::DocumentCounts;
using marsad::eval_stories::Item;
using marsad::eval_stories::Learn;
using marsad::eval_stories::Pipeline;
using marsad::eval_stories::ReadCorpus;
using marsad::eval_stories::ReadDocuments;
using marsad::eval_stories::SetVectors;
using marsad::eval_stories::Tune;

struct Arguments {
  std::string output;
  std::map<std::string, std::vector<std::string>> words = {};  // files, by language
  std::vector<std::string> learn = {};                         // the weights are learned from these,
  std::vector<std::string> tune = {};                          // the thresholds chosen for these,
  std::vector<std::string> crowd = {};                         // and for the first of them among these others
};

Result<Arguments> ReadArguments(const std::vector<std::string>& given) {
  if (given.empty()) return Fail("where to?");
  Arguments arguments{.output = given.front()};
  std::vector<std::string>* files = nullptr;
  for (size_t i = 1; i < given.size(); ++i) {
    if (given[i] == "--words" && i + 1 < given.size()) {
      files = &arguments.words[given[++i]];
    } else if (given[i] == "--learn") {
      files = &arguments.learn;
    } else if (given[i] == "--tune") {
      files = &arguments.tune;
    } else if (given[i] == "--crowd") {
      files = &arguments.crowd;
    } else if (files != nullptr) {
      files->push_back(given[i]);
    } else {
      return Fail("what is " + given[i] + "?");
    }
  }
  if (arguments.learn.empty() || arguments.tune.empty()) return Fail("there is nothing to learn from, or to tune for");
  return arguments;
}

Result<RarityTable> Count(const std::string& language, const std::vector<std::string>& files, Pipeline* pipeline) {
  DocumentCounts counts;
  for (const std::string& file : files) {
    const auto documents = ReadDocuments(file);
    if (!documents) return tl::unexpected(documents.error());
    for (const std::string& document : *documents) {
      const auto words = pipeline->Read({.title = "", .body = document, .language = language});
      if (!words) return Fail(file + ": " + words.error().message);
      counts.Add(*words);
    }
  }
  RarityTable table = counts.Table(language);
  std::printf("%s: %u documents, %zu words\n", language.c_str(), table.documents, table.words.size());
  std::fflush(stdout);
  return table;
}

Result<std::vector<std::vector<Item>>> ReadAll(const std::vector<std::string>& paths,
                                               const marsad::cluster::ClusterModel& counted, Pipeline* pipeline) {
  std::vector<std::vector<Item>> corpora;
  for (const std::string& path : paths) {
    auto items = ReadCorpus(path, pipeline);
    if (!items) return tl::unexpected(items.error());
    SetVectors(counted, &*items);
    corpora.push_back(*std::move(items));
  }
  return corpora;
}

Result<void> Run(const Arguments& arguments) {
  auto pipeline = Pipeline::Load();
  if (!pipeline) return tl::unexpected(pipeline.error());
  std::vector<RarityTable> tables;
  for (const auto& [language, files] : arguments.words) {
    auto table = Count(language, files, &*pipeline);
    if (!table) return tl::unexpected(table.error());
    tables.push_back(*std::move(table));
  }
  const marsad::cluster::ClusterModel counted = MakeModel({}, tables);
  const auto learned = ReadAll(arguments.learn, counted, &*pipeline);
  if (!learned) return tl::unexpected(learned.error());
  auto tuned = ReadAll(arguments.tune, counted, &*pipeline);
  if (!tuned) return tl::unexpected(tuned.error());
  const auto crowds = ReadAll(arguments.crowd, counted, &*pipeline);
  if (!crowds) return tl::unexpected(crowds.error());
  for (const std::vector<Item>& crowd : *crowds) {
    tuned->push_back(tuned->front());
    AddCrowd(crowd, &tuned->back());
  }
  StoryModel model = Learn(*learned);
  Tune(*tuned, &model);
  std::printf("weights");
  for (const int32_t weight : model.weights) std::printf(" %d", weight);
  std::printf("; bias %ld, join %ld, merge %ld\n", model.bias, model.join, model.merge);
  std::ofstream out(arguments.output, std::ios::binary);
  if (!(out << WriteBundle(model, tables))) return Fail("cannot write " + arguments.output);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const Result<Arguments> arguments = ReadArguments({argv + 1, argv + argc});
  const Result<void> done = arguments ? Run(*arguments) : tl::unexpected(arguments.error());
  if (done) return 0;
  std::fprintf(stderr, "make_bundle: %s\n", done.error().message.c_str());
  return 1;
}
