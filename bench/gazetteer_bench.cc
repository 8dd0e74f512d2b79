// What a gazetteer of a million names costs: to compile, to open, in memory, and for each token of a text that is dense in
// them. Names and text are made up, always the same.
#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "lib/base/mapped_file.h"
#include "lib/text/fold.h"
#include "stages/tag/gazetteer.h"

namespace marsad::tag {
namespace {

constexpr size_t kEntities = 211'000;  // give a million names with spellings and surnames
constexpr size_t kWords = 120'000;     // different ones in names, in each of two scripts
constexpr size_t kTokens = 2'000'000;
constexpr size_t kArticle = 500;  // tokens

const std::vector<std::string> kLatin = {"ba", "dor", "el",  "fi", "gan", "hu", "ka", "lem", "mo", "nor",
                                         "pe", "qui", "ras", "so", "tan", "ur", "ve", "wil", "xi", "zan"};
const std::vector<std::string> kArabic = {"\u0628\u0627",       "\u062F\u0648\u0631", "\u0641\u064A",
                                          "\u0643\u0627",       "\u0644\u0645",       "\u0645\u0648",
                                          "\u0646\u0648\u0631", "\u0631\u0627\u0633", "\u0633\u0648",
                                          "\u062A\u0627\u0646", "\u0648\u0631",       "\u0632\u0627\u0646"};

class Maker {
 public:
  Maker() {
    for (size_t i = 0; i < kWords; ++i) {
      latin_.push_back(Word(kLatin, i));
      latin_.back().front() = static_cast<char>(latin_.back().front() - 'a' + 'A');
      arabic_.push_back(Word(kArabic, i));
    }
  }

  // Two names in each of two languages for an entity, of one to four words; some words are in very many.
  std::string List() {
    std::string list = "key\ttype\ttier\tids\tcountry\tas_of\tar\ten\n";
    for (size_t i = 0; i < kEntities; ++i) {
      const char* types[] = {"PER", "ORG", "LOC", "MISC"};
      const std::string number = std::to_string(i);
      list += "k" + number + '\t' + types[i % 4] + "\t2\tdesk:" + number + "\tXX\t2026-11";
      for (const auto* words : {&arabic_, &latin_}) {
        names_.push_back(Name(*words));
        list += '\t' + names_.back() + '|' + Name(*words);
      }
      list += '\n';
    }
    return list;
  }

  // Folded tokens: two thirds of them words of names, the frequent more often.
  std::vector<std::string> Tokens() {
    std::vector<std::string> tokens;
    for (size_t i = 0; i < kTokens; ++i) {
      const std::string& word = i % 2 == 0 ? Pick(arabic_) : Pick(latin_);
      tokens.push_back(text::FoldText(i % 3 == 0 ? word + "ez" : word));
    }
    return tokens;
  }

  // The same, and of each hundred tokens `share` are of whole names, any of the list. REQUIRES: List() was called.
  std::vector<std::string> TokensWithNames(size_t share) {
    std::vector<std::string> tokens;
    size_t of_names = 0;
    while (tokens.size() < kTokens) {
      if (of_names * 100 >= tokens.size() * share) {
        tokens.push_back(text::FoldText(tokens.size() % 2 == 0 ? Pick(arabic_) + "ez" : Pick(latin_) + "ez"));
        continue;
      }
      std::istringstream words(text::FoldText(names_[random_() % names_.size()]));
      for (std::string word; words >> word; ++of_names) tokens.push_back(word);
    }
    return tokens;
  }

 private:
  static std::string Word(const std::vector<std::string>& syllables, size_t number) {
    std::string word;
    for (size_t rest = number + syllables.size(); rest > 0; rest /= syllables.size()) {
      word += syllables[rest % syllables.size()];
    }
    return word;
  }

  const std::string& Pick(const std::vector<std::string>& words) {
    const double share = static_cast<double>(random_() >> 11) / static_cast<double>(uint64_t{1} << 53);
    return words[static_cast<size_t>(std::pow(static_cast<double>(words.size()), share)) - 1];  // by Zipf's law
  }

  std::string Name(const std::vector<std::string>& words) {
    std::string name = words[random_() % words.size()];
    for (size_t more = random_() % 4; more > 0; --more) name += ' ' + Pick(words);
    return name;
  }

  std::mt19937_64 random_{1};
  std::vector<std::string> latin_, arabic_;
  std::vector<std::string> names_;  // one of each entity and language
};

std::vector<GazetteerFile> Lists() {
  std::vector<GazetteerFile> files = *ReadGazetteerFiles("gazetteer");
  std::erase_if(files,
                [](const GazetteerFile& file) { return file.name != "context.tsv" && file.name != "endings.tsv"; });
  files.push_back({"million.tsv", Maker().List()});
  return files;
}

// The compiled file, for as long as the program runs.
class MillionNames {
 public:
  MillionNames() {
    const Result<std::string> compiled = CompileGazetteer(Lists(), {});
    if (!compiled) {
      std::cerr << compiled.error().message << '\n';
      std::exit(1);
    }
    std::ofstream(path_, std::ios::binary) << *compiled;
  }
  ~MillionNames() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }
  std::shared_ptr<const Gazetteer> Open(bool check_all) const {
    const auto file = *MappedFile::Open(path_);
    return *Gazetteer::Open({file, file->bytes()}, check_all);
  }

 private:
  const std::string path_ = std::filesystem::temp_directory_path() / ("million_names." + std::to_string(getpid()));
};

const MillionNames& Names() {
  static const MillionNames names;
  return names;
}

void BM_CompileMillion(benchmark::State& state) {
  const std::vector<GazetteerFile> lists = Lists();
  size_t bytes = 0;
  for (auto _ : state) bytes = CompileGazetteer(lists, {})->size();
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["list_bytes"] = static_cast<double>(lists.back().bytes.size());
}
BENCHMARK(BM_CompileMillion)->Unit(benchmark::kMillisecond)->Iterations(1);

void BM_OpenMillion(benchmark::State& state) {
  const MillionNames& names = Names();  // compiled by the first who asks
  std::shared_ptr<const Gazetteer> gazetteer;
  for (auto _ : state) gazetteer = names.Open(state.range(0) != 0);
  state.counters["names"] = static_cast<double>(gazetteer->name_count());
  state.counters["index_bytes"] = static_cast<double>(gazetteer->index().bytes());
}
BENCHMARK(BM_OpenMillion)->ArgName("check_all")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// Every name that begins at every token; how many there are.
size_t WalkArticle(const NameIndex& index, std::span<const std::string_view> tokens,
                   std::vector<NameIndex::Word>* words) {
  size_t found = 0;
  words->resize(tokens.size());
  index.Find(tokens, *words);
  for (size_t i = 0; i < words->size(); ++i) {
    const NameIndex::Node* node = index.Begin((*words)[i]);
    for (size_t next = i + 1; node != nullptr; ++next) {
      found += index.Values(*node).size();
      if (next == words->size()) break;
      node = index.Next(*node, (*words)[next]);
    }
  }
  return found;
}

// The same of articles, as tag reads them.
size_t Walk(const NameIndex& index, const std::vector<std::string_view>& tokens, std::vector<NameIndex::Word>* words) {
  size_t found = 0;
  for (size_t begin = 0; begin < tokens.size(); begin += kArticle) {
    found += WalkArticle(index, std::span(tokens).subspan(begin, std::min(kArticle, tokens.size() - begin)), words);
  }
  return found;
}

// 0: words of names, which seldom make a whole one; else how many of a hundred tokens are of whole names.
std::vector<std::string> TextWith(int64_t share) {
  Maker maker;
  if (share == 0) return maker.Tokens();
  maker.List();
  return maker.TokensWithNames(static_cast<size_t>(share));
}

void BM_WalkMillion(benchmark::State& state) {
  const std::shared_ptr<const Gazetteer> gazetteer = Names().Open(true);
  const std::vector<std::string> text = TextWith(state.range(0));
  const std::vector<std::string_view> tokens(text.begin(), text.end());
  std::vector<NameIndex::Word> words;
  size_t found = 0;
  for (auto _ : state) found = Walk(gazetteer->index(), tokens, &words);
  state.counters["found"] = static_cast<double>(found);
  state.counters["tokens_per_second"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * static_cast<double>(tokens.size()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_WalkMillion)->ArgName("whole_names")->Arg(0)->Arg(15)->Arg(50)->Unit(benchmark::kMillisecond);

// Of the pages of `path` that are mapped and resident in a process, in bytes: those that it shares, and those of its own.
struct Resident {
  double shared = 0;
  double own = 0;
};
Resident ResidentOf(pid_t process, const std::string& path) {
  Resident resident;
  std::ifstream in("/proc/" + std::to_string(process) + "/smaps");
  bool is_inside = false;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string key;
    double kilobytes = 0;
    words >> key;
    if (!key.ends_with(':')) is_inside = line.ends_with(path);
    if (!is_inside || !(words >> kilobytes)) continue;
    if (key == "Shared_Clean:" || key == "Shared_Dirty:") resident.shared += kilobytes * 1024;
    if (key == "Private_Clean:" || key == "Private_Dirty:") resident.own += kilobytes * 1024;
  }
  return resident;
}

// Four processes that have looked up a text: what of the file each has by itself. The counters are a process's.
void BM_ResidentMillion(benchmark::State& state) {
  constexpr int kProcesses = 4;
  const MillionNames& names = Names();
  const std::vector<std::string> text = TextWith(15);
  const std::vector<std::string_view> tokens(text.begin(), text.end());
  for (auto _ : state) {
    int ready[2], enough[2];
    if (pipe(ready) != 0 || pipe(enough) != 0) return state.SkipWithError("no pipe");
    std::vector<pid_t> processes;
    for (int i = 0; i < kProcesses; ++i) {
      processes.push_back(fork());
      if (processes.back() != 0) continue;
      const std::shared_ptr<const Gazetteer> gazetteer = names.Open(true);
      std::vector<NameIndex::Word> words;
      char byte = Walk(gazetteer->index(), tokens, &words) > 0 ? 1 : 0;
      close(enough[1]);
      if (write(ready[1], &byte, 1) == 1)
        byte = static_cast<char>(read(enough[0], &byte, 1));  // until the pipe is closed
      _exit(0);
    }
    char byte = 0;
    for (int i = 0; i < kProcesses; ++i) {
      if (read(ready[0], &byte, 1) != 1) return state.SkipWithError("a process ended");
    }
    Resident most;
    for (const pid_t process : processes) {
      const Resident resident = ResidentOf(process, names.path());
      most = {std::max(most.shared, resident.shared), std::max(most.own, resident.own)};
    }
    for (const int end : {ready[0], ready[1], enough[0], enough[1]}) close(end);
    for (const pid_t process : processes) waitpid(process, nullptr, 0);
    state.counters["shared_bytes"] = most.shared;
    state.counters["own_bytes"] = most.own;
  }
}
BENCHMARK(BM_ResidentMillion)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace marsad::tag
