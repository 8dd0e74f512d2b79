// What cluster's core takes for made-up news (cluster_news.h), with the model that ships, by the articles in its window: CPU
// time an article of each part and of the whole, the slowest of a hundred, and how much the process grew; what its state records
// take, and to read them back. A sum of all that was told, and of all state records, is the same with each build that decides the
// same. usage: cluster_rate ARTICLES [MEASURED [PART]]
//
// The whole is what counts: the parts are measured by themselves, and copies come without what versions and stories know.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/cluster_news.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/contract/bundle_file.h"
#include "stages/cluster/contract/state_codec.h"
#include "stages/cluster/contract/story_writer.h"
#include "stages/cluster/fold.h"
#include "stages/cluster/language_key.h"
#include "stages/cluster/reading.h"
#include "stages/cluster/text_window.h"

namespace marsad::cluster {
namespace {

// Microseconds of this thread.
double Now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double ResidentBytes() {
  unsigned long all = 0;
  unsigned long resident = 0;
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr || std::fscanf(file, "%lu %lu", &all, &resident) != 2) std::abort();
  std::fclose(file);
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::shared_ptr<const ClusterModel> Model() {
  Result<LoadedBundle> loaded = LoadBundle("");
  if (!loaded) {
    std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
    std::exit(2);
  }
  auto model = std::make_shared<ClusterModel>(*loaded->bundle);
  model->rarities.insert_or_assign(std::string(kLanguage), RarityOfNews());
  return model;
}

void Print(const char* what, std::vector<double> micros, double bytes) {
  double sum = 0;
  for (const double each : micros) sum += each;
  std::sort(micros.begin(), micros.end());
  std::printf("%-8s %7.1f us an article, median %6.1f, p99 %6.1f, max %7.1f; %5.0f bytes an article\n", what,
              sum / static_cast<double>(micros.size()), micros[micros.size() / 2], micros[micros.size() * 99 / 100],
              micros.back(), bytes);
  std::fflush(stdout);
}

struct Size {
  size_t window = 0;
  size_t measured = 0;
};

constexpr auto kNothing = [] {};

// Takes a window of articles with `take` and a little more, then as many as are to be measured. After each of all these it calls
// `then`, which is not.
template <class Take, class Then = decltype(kNothing)>
void Measure(const char* what, const Size& size, const Take& take, const Then& then = kNothing) {
  Newsroom newsroom(size.window);
  const double before = ResidentBytes();
  const auto fill = [&](size_t articles) {
    for (size_t i = 0; i < articles; ++i) {
      take(newsroom.Next());
      then();
    }
  };
  fill(size.window);
  const double grown = ResidentBytes() - before;
  fill(size.window / 20);
  std::vector<double> micros;
  for (size_t i = 0; i < size.measured; ++i) {
    const News news = newsroom.Next();
    const double start = Now();
    take(news);
    micros.push_back(Now() - start);
    then();
  }
  Print(what, std::move(micros), grown / static_cast<double>(size.window));
}

// FNV-1a, of bytes one after the other.
class Sum {
 public:
  void Add(std::string_view bytes) {
    for (const char byte : bytes) sum_ = (sum_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  }
  void Add(const Outcome& outcome) {
    v1::Story story;
    WriteStory(outcome, &story);
    Add(story.SerializeAsString());
    for (const std::string& uri : outcome.changed_states) Add(uri);
  }
  uint64_t value() const { return sum_; }

 private:
  uint64_t sum_ = 0xCBF29CE484222325;
};

struct Counts {
  size_t all = 0;
  size_t exact = 0;
  size_t near = 0;
  size_t joined = 0;
  size_t versions = 0;
  size_t merges = 0;

  void Add(const Outcome& outcome) {
    ++all;
    exact += outcome.kind == DuplicateKind::kExact ? 1 : 0;
    near += outcome.kind == DuplicateKind::kNear ? 1 : 0;
    joined += outcome.kind == DuplicateKind::kSameStory ? 1 : 0;
    versions += outcome.change == Change::kNew ? 0 : 1;
    merges += outcome.merged.size();
  }
};

// Writes the state of all articles that came, and reads it into another Cluster.
void MeasureRestore(const Cluster& cluster, const std::shared_ptr<const ClusterModel>& model,
                    const std::vector<std::string>& uris) {
  std::vector<std::pair<std::string, std::string>> records;
  size_t bytes = 0;
  const double start = Now();
  for (const std::string& uri : uris) {
    const std::optional<ArticleState> state = cluster.StateOf(uri);
    if (!state) continue;
    records.emplace_back(uri, EncodeState(*state, {.bundle = "0123456789abcdef", .offset = 1}));
    bytes += uri.size() + records.back().second.size();
  }
  const double written = Now();
  Sum sum;
  for (const auto& [uri, record] : records) sum.Add(record);
  const double summed = Now();
  for (const auto& [uri, record] : records) (void)DecodeState(record, "0123456789abcdef");
  const double decoded = Now();
  const double before = ResidentBytes();
  Cluster restored(model);
  for (const auto& [uri, record] : records) {
    restored.Restore(uri, std::move(DecodeState(record, "0123456789abcdef")->state));
  }
  const double read = Now();
  News first = Newsroom(1000).Next();
  first.uri = "https://first.example/";
  first.time = restored.now().millis();
  restored.Fold(first.View());  // makes the index
  const double ready = Now();
  const auto all = static_cast<double>(records.size());
  std::printf("state    sum %016" PRIx64
              "; %.0f bytes a record, %.1f us to write; %zu restored in %.2f s (%.2f s of it to decode), the index in "
              "%.2f s more; %.0f bytes for each\n",
              sum.value(), static_cast<double>(bytes) / all, (written - start) / all, records.size(),
              (read - decoded) / 1e6, (decoded - summed) / 1e6, (ready - read) / 1e6, (ResidentBytes() - before) / all);
}

void MeasureFold(const Size& size) {
  const std::shared_ptr<const ClusterModel> model = Model();
  Cluster cluster(model);
  Counts counts;
  Sum told;
  std::vector<std::string> uris;
  uris.reserve(size.window * 21 / 20 + size.measured);
  Outcome outcome;
  const auto fold = [&](const News& news) {
    outcome = cluster.Fold(news.View());
    if (counts.all % 10 == 9) cluster.Settle();
    counts.Add(outcome);
    if (outcome.change == Change::kNew) uris.push_back(news.uri);
  };
  Measure("fold", size, fold, [&] { told.Add(outcome); });
  const ClusterSizes sizes = cluster.Sizes();
  std::printf(
      "         %zu articles in %zu stories, %zu beyond the window, which say that they take %zu bytes; of %zu: %zu "
      "EXACT, %zu NEAR, %zu SAME_STORY, "
      "%zu versions, %zu merges; sum %016" PRIx64 "\n",
      sizes.articles, sizes.stories, sizes.thin, sizes.bytes, counts.all, counts.exact, counts.near, counts.joined,
      counts.versions, counts.merges, told.value());
  MeasureRestore(cluster, model, uris);
}

void MeasureCopies(const Size& size) {
  TextWindow texts((CopyIndexOptions()));
  std::deque<std::string> uris;
  uint64_t sequence = 0;
  Measure("copies", size, [&](const News& news) {
    Reading reading = ReadArticle(news.View());
    texts.Take(news.uri);
    for (const std::string& uri : texts.FindCandidates(reading.sample)) {
      if (Compare(reading.text, texts.Find(uri)->text).relation == Relation::kNone) continue;
    }
    texts.Put(news.uri, {.sequence = ++sequence, .text = std::move(reading.text)}, reading.sample);
    uris.push_back(news.uri);
    if (uris.size() > size.window) {
      texts.Take(uris.front());
      uris.pop_front();
    }
    if (sequence % 10 == 0) texts.Settle();
  });
}

void MeasureStories(const Size& size) {
  const std::shared_ptr<const ClusterModel> model = Model();
  StoryIndex stories(model->stories);
  Measure("stories", size, [&](const News& news) {
    stories.Expire(Timestamp::FromMillis(news.time - kWindowMillis));
    stories.Add(news.uri, Timestamp::FromMillis(news.time), MakeVectors(news.View(), model->RarityOf(kLanguage)),
                {.language = LanguageKey(kLanguage)});
    stories.Settle();
  });
  std::printf("         %zu articles in %zu stories\n", stories.size(), stories.stories());
}

void MeasureVersions(const Size& size) {
  Versions versions;
  Measure("versions", size, [&](const News& news) {
    const ArticleView view = news.View();
    versions.Fold({.uri = view.uri,
                   .source = view.source,
                   .version = view.version,
                   .offset = view.offset,
                   .title_key = view.title,
                   .text_hash = view.offset},
                  view.received);
    versions.Settle();
    versions.Expire(Timestamp::FromMillis(news.time - kWindowMillis));
  });
}

// For other programs (cluster_peers.py): the same articles, a line each, title and body with a tab between.
void PrintNews(const Size& size) {
  Newsroom newsroom(size.window);
  for (size_t i = 0; i < size.window + size.window / 20 + size.measured; ++i) {
    const News news = newsroom.Next();
    std::printf("%s\t%s\n", news.title.text.c_str(), news.body.text.c_str());
  }
}

struct Part {
  std::string_view name;
  void (*measure)(const Size&);
};
constexpr std::string_view kNews = "news";
constexpr Part kParts[] = {
    {"copies", MeasureCopies}, {"stories", MeasureStories}, {"versions", MeasureVersions}, {"fold", MeasureFold}};

// In a process of its own, so that the growth is its own. Whether it went well.
bool Run(const Part& part, const Size& size) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    part.measure(size);
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

bool IsPart(std::string_view name) {
  return name.empty() || name == kNews ||
         std::any_of(std::begin(kParts), std::end(kParts), [&](const Part& part) { return part.name == name; });
}

bool RunAll(std::string_view only, const Size& size) {
  if (only == kNews) {
    PrintNews(size);
    return true;
  }
  std::printf("%zu articles in the window, %zu measured after that\n", size.window, size.measured);
  return std::all_of(std::begin(kParts), std::end(kParts),
                     [&](const Part& part) { return (!only.empty() && part.name != only) || Run(part, size); });
}

size_t NumberOf(int argc, char** argv, int at, size_t otherwise) {
  return argc > at ? std::strtoul(argv[at], nullptr, 10) : otherwise;
}

int Main(int argc, char** argv) {
  const Size size = {.window = NumberOf(argc, argv, 1, 0), .measured = NumberOf(argc, argv, 2, 10'000)};
  const std::string_view only = argc > 3 ? argv[3] : "";
  if (size.window < 1000 || size.measured == 0 || !IsPart(only)) {
    std::fputs(
        "usage: cluster_rate ARTICLES [MEASURED [PART]]\n"
        "ARTICLES: 1000 at least; PART: copies, stories, versions, fold, or news: nothing but the articles\n",
        stderr);
    return 2;
  }
  return RunAll(only, size) ? 0 : 1;
}

}  // namespace
}  // namespace marsad::cluster

int main(int argc, char** argv) { return marsad::cluster::Main(argc, argv); }
