// Measures, and learns, how articles are put into stories; README.md.
//
// usage: eval_stories LEARN.jsonl [TEST.jsonl ...] [--words MORE.jsonl ...]
#include <algorithm>
#include <cstdio>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/eval_stories/corpus.h"
#include "tools/eval_stories/learn.h"
#include "tools/eval_stories/metrics.h"
#include "tools/eval_stories/stream.h"

namespace {

using namespace marsad::eval_stories;
using marsad::Result;
using marsad::cluster::StoryModel;

void Print(const std::string& name, const Labels& labels) {
  const Agreement items = BCubed(labels);
  const Agreement pairs = Pairwise(labels);
  std::printf("%-44s %.3f %.3f %.3f   %.3f   %.2f\n", name.c_str(), items.precision, items.recall, items.F(), pairs.F(),
              Fragments(labels));
}

// Of the labellings that `make` gives for the thresholds, the one of the best F, with its threshold.
template <class Threshold>
std::pair<Threshold, Labels> FindBest(const std::vector<Threshold>& thresholds,
                                      const std::function<Labels(Threshold)>& make) {
  std::pair<Threshold, Labels> best;
  double best_f = -1;
  for (const Threshold threshold : thresholds) {
    Labels labels = make(threshold);
    const double f = BCubed(labels).F();
    if (f <= best_f) continue;
    best_f = f;
    best = {threshold, std::move(labels)};
  }
  return best;
}

std::vector<int64_t> Steps(int64_t from, int64_t to, int64_t step) {
  std::vector<int64_t> steps;
  for (int64_t at = from; at <= to; at += step) steps.push_back(at);
  return steps;
}

void PrintBaselines(const std::vector<Item>& items) {
  Print("every article alone", StreamAlone(items));
  Print("exact copies", StreamExact(items));
  const auto titles = FindBest<double>({0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8},
                                       [&](double least) { return StreamTitles(items, least); });
  Print("nearest title, Jaccard >= " + std::to_string(titles.first).substr(0, 4) + " (the best here)", titles.second);
  StoryModel bodies;
  bodies.weights[marsad::cluster::StoryFeatures::kBodyBody] = 1;
  bodies.merge = 1'000'000;
  const auto cosine = FindBest<int64_t>(Steps(60, 500, 20), [&](int64_t least) {
    bodies.join = least;
    return StreamStories(items, bodies).merged;
  });
  Print("body cosine >= " + std::to_string(cosine.first) + " per mille (the best here)", cosine.second);
}

// Sets the thresholds to what is best for `items`.
void Tune(const std::vector<Item>& items, StoryModel* model) {
  model->merge = 1'000'000'000;
  model->join = FindBest<int64_t>(Steps(-3'000'000, 2'000'000, 125'000), [&](int64_t join) {
                  model->join = join;
                  return StreamStories(items, *model).merged;
                }).first;
  model->merge = FindBest<int64_t>(Steps(model->join, model->join + 4'000'000, 250'000), [&](int64_t merge) {
                   model->merge = merge;
                   return StreamStories(items, *model).merged;
                 }).first;
}

void PrintModel(const StoryModel& model) {
  std::printf("weights");
  for (const int32_t weight : model.weights) std::printf(" %d", weight);
  std::printf("; bias %ld, join %ld, merge %ld\n", model.bias, model.join, model.merge);
}

void PrintStories(const std::string& name, const std::vector<Item>& items, const StoryModel& model) {
  const Streamed streamed = StreamStories(items, model);
  Print(name + ", at emission", streamed.emitted);
  Print(name + ", with merges", streamed.merged);
}

// Learned and tuned on one half of the time, measured on the other.
void PrintHalves(const std::vector<Item>& items) {
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(items.size() / 2);
  const std::vector<Item> first(items.begin(), middle);
  const std::vector<Item> second(middle, items.end());
  for (const auto& [learned, measured] : {std::pair(first, second), std::pair(second, first)}) {
    StoryModel model = Learn(learned);
    Tune(learned, &model);
    PrintStories("nine features, learned on the other half", measured, model);
  }
}

Result<std::vector<Item>> ReadAll(const std::vector<std::string>& paths) {
  std::vector<Item> all;
  for (const std::string& path : paths) {
    Result<std::vector<Item>> items = ReadCorpus(path);
    if (!items) return items;
    std::move(items->begin(), items->end(), std::back_inserter(all));
  }
  return all;
}

// The first corpus is learned from, the others are only measured.
Result<void> Run(const std::vector<std::string>& corpora, const std::vector<std::string>& words) {
  StoryModel model;
  for (const std::string& path : corpora) {
    Result<std::vector<Item>> items = ReadCorpus(path);
    if (!items) return tl::unexpected(items.error());
    Result<std::vector<Item>> counted = ReadAll(words);
    if (!counted) return tl::unexpected(counted.error());
    counted->insert(counted->end(), items->begin(), items->end());
    SetVectors(Measure(*counted), &*items);
    std::printf("%s: %zu articles\n%-44s BCubed P, R, F      pairs F stories of one\n", path.c_str(), items->size(),
                "");
    PrintBaselines(*items);
    const bool is_first = path == corpora.front();
    if (is_first) {
      model = Learn(*items);
      Tune(*items, &model);
    }
    PrintStories(is_first ? "nine features, learned here" : "nine features, learned on the first", *items, model);
    if (is_first) PrintHalves(*items);
  }
  PrintModel(model);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> corpora;
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    const bool is_option = std::string_view(argv[i]) == "--words" && i + 1 < argc;
    (is_option ? words : corpora).emplace_back(is_option ? argv[++i] : argv[i]);
  }
  if (corpora.empty()) {
    std::fputs("usage: eval_stories LEARN.jsonl [TEST.jsonl ...] [--words MORE.jsonl ...]\n", stderr);
    return 2;
  }
  const Result<void> done = Run(corpora, words);
  if (done) return 0;
  std::fprintf(stderr, "eval_stories: %s\n", done.error().message.c_str());
  return 1;
}
