// Measures how articles are put into stories; README.md.
//
// usage: eval_stories [--crowd OTHERS.jsonl] DIRECTORY CORPUS.jsonl ...
#include <algorithm>
#include <cstdio>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stages/cluster/contract/bundle_file.h"
#include "stages/cluster/language_key.h"
#include "tools/eval_stories/corpus.h"
#include "tools/eval_stories/learn.h"
#include "tools/eval_stories/metrics.h"
#include "tools/eval_stories/stream.h"

namespace {

using marsad::Result;
using marsad::cluster::LanguageKey;
using marsad::cluster::StoryModel;
using marsad::eval_stories::AddCrowd;
using marsad::eval_stories::Agreement;
using marsad::eval_stories::Fragments;
using marsad::eval_stories::Item;
using marsad::eval_stories::kWindowMillis;
using marsad::eval_stories::Labelled;
using marsad::eval_stories::Labels;
using marsad::eval_stories::Learn;
using marsad::eval_stories::Pipeline;
using marsad::eval_stories::ReadCorpus;
using marsad::eval_stories::SetVectors;
using marsad::eval_stories::StreamAlone;
using marsad::eval_stories::Streamed;
using marsad::eval_stories::StreamExact;
using marsad::eval_stories::StreamStories;
using marsad::eval_stories::StreamTitles;
using marsad::eval_stories::Tune;

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

bool IsTranslation(const Item& a, const Item& b) {
  const uint32_t one = LanguageKey(a.words.language);
  const uint32_t other = LanguageKey(b.words.language);
  return a.story == b.story && one != 0 && other != 0 && one != other;
}

bool HasTranslation(const std::vector<Item>& items, size_t at) {
  for (size_t i = at; i-- > 0 && items[at].time.millis() - items[i].time.millis() <= kWindowMillis;) {
    if (IsTranslation(items[at], items[i])) return true;
  }
  return false;
}

// Of the stories in other languages that were told of an article, those that are its own; of the articles whose story had one
// in another language in the window, those of which such a story was told.
void PrintRelated(const std::vector<Item>& items, const Streamed& streamed) {
  size_t told = 0;
  size_t right = 0;
  size_t could = 0;
  size_t found = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    // A story's number is that of its first article, from 1.
    const auto is_right = [&](uint64_t number) { return items[number - 1].story == items[i].story; };
    const std::vector<uint64_t>& related = streamed.related[i];
    const auto rights = static_cast<size_t>(std::count_if(related.begin(), related.end(), is_right));
    told += related.size();
    right += rights;
    if (!HasTranslation(items, i)) continue;
    ++could;
    found += rights > 0 ? 1 : 0;
  }
  if (could == 0) return;
  std::printf("related in other languages: %zu of %zu told are right; told of %zu of %zu articles\n", right, told,
              found, could);
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
    StoryModel model = Learn({learned});
    Tune({learned}, &model);
    PrintStories("nine features, learned on the other half", measured, model);
  }
}

// In a crowd of other articles: as if these were wrong where they join, and among the labelled ones alone.
void PrintInCrowd(std::vector<Item> items, const std::vector<Item>& crowd, const StoryModel& model) {
  AddCrowd(crowd, &items);
  const Streamed streamed = StreamStories(items, model);
  const std::string others = " among " + std::to_string(crowd.size()) + " others";
  Print("as in the bundle," + others, streamed.merged);
  Print("the same, the labelled alone, at emission", Labelled(streamed.emitted));
  Print("the same, the labelled alone, with merges", Labelled(streamed.merged));
}

struct Arguments {
  std::string crowd = {};  // empty: none
  std::string directory = {};
  std::vector<std::string> corpora = {};
};

Result<void> Run(const Arguments& arguments) {
  const auto loaded = marsad::cluster::LoadBundle(arguments.directory);
  if (!loaded) return tl::unexpected(loaded.error());
  auto pipeline = Pipeline::Load();
  if (!pipeline) return tl::unexpected(pipeline.error());
  Result<std::vector<Item>> crowd = std::vector<Item>();
  if (!arguments.crowd.empty()) crowd = ReadCorpus(arguments.crowd, &*pipeline);
  if (!crowd) return tl::unexpected(crowd.error());
  SetVectors(*loaded->bundle, &*crowd);
  for (const std::string& path : arguments.corpora) {
    Result<std::vector<Item>> items = ReadCorpus(path, &*pipeline);
    if (!items) return tl::unexpected(items.error());
    SetVectors(*loaded->bundle, &*items);
    std::printf("%s: %zu articles\n%-44s BCubed P, R, F      pairs F stories of one\n", path.c_str(), items->size(),
                "");
    PrintBaselines(*items);
    PrintStories("nine features, as in the bundle", *items, loaded->bundle->stories);
    PrintRelated(*items, StreamStories(*items, loaded->bundle->stories));
    if (!crowd->empty()) PrintInCrowd(*items, *crowd, loaded->bundle->stories);
    PrintHalves(*items);
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> given(argv + 1, argv + argc);
  Arguments arguments;
  if (given.size() > 1 && given[0] == "--crowd") {
    arguments.crowd = given[1];
    given.erase(given.begin(), given.begin() + 2);
  }
  if (given.size() < 2) {
    std::fputs("usage: eval_stories [--crowd OTHERS.jsonl] DIRECTORY CORPUS.jsonl ...\n", stderr);
    return 2;
  }
  arguments.directory = given[0];
  arguments.corpora.assign(given.begin() + 1, given.end());
  const Result<void> done = Run(arguments);
  if (done) return 0;
  std::fprintf(stderr, "eval_stories: %s\n", done.error().message.c_str());
  return 1;
}
