#include "cli/demo/exact_match.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "lib/article/mentions.h"
#include "lib/article/spans.h"
#include "lib/text/fold.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

constexpr size_t kMaxWords = 8;  // longest name that is looked for

using Names = std::unordered_set<std::string_view>;
using Range = std::pair<uint32_t, uint32_t>;

Names NamesOf(const std::vector<const v1::EnrichedArticle*>& articles) {
  Names names;
  for (const v1::EnrichedArticle* article : articles) {
    for (const v1::Entity& entity : article->entities()) {
      if (!entity.name().empty()) names.insert(entity.name());
      for (const v1::Label& label : entity.labels()) {
        if (!label.text().empty()) names.insert(label.text());
      }
    }
  }
  return names;
}

// Adds a word's parts between apostrophes: a search for whole words finds Egypt in Egypt's.
void AddParts(std::string_view text, Range word, std::vector<Range>* words) {
  static constexpr std::string_view kCurly = "\u2019";
  if (word.second > text.size() || word.first > word.second) return;
  for (uint32_t begin = word.first; begin < word.second;) {
    std::string_view rest = text.substr(begin, word.second - begin);
    size_t straight = rest.find('\'');
    size_t curly = rest.find(kCurly);
    size_t length = std::min({straight, curly, rest.size()});
    if (length > 0) words->emplace_back(begin, begin + static_cast<uint32_t>(length));
    begin += static_cast<uint32_t>(length + (curly < straight ? kCurly.size() : 1));
  }
}

// The words of one field, as normalize cut them.
std::vector<Range> WordsOf(const v1::EnrichedArticle& article, v1::Span::Field field) {
  const v1::Tokens& tokens = article.text().tokens();
  const std::string& text = field == v1::Span::TITLE ? article.article().title() : article.article().body();
  int title_count = static_cast<int>(std::min<int64_t>(tokens.title_count(), tokens.gap_size()));
  int first = field == v1::Span::TITLE ? 0 : title_count;
  int last = field == v1::Span::TITLE ? title_count : tokens.gap_size();
  std::vector<Range> words;
  uint32_t at = 0;
  for (int i = first; i < std::min(last, tokens.length_size()); ++i) {
    uint32_t begin = at + tokens.gap(i);
    at = begin + tokens.length(i);
    AddParts(text, {begin, at}, &words);
  }
  return words;
}

// Where a name stands as a whole word or several: of those that begin at one place the longest.
std::set<Range> FindExact(const std::string& text, const std::vector<Range>& words, const Names& names) {
  std::set<Range> found;
  for (size_t first = 0; first < words.size(); ++first) {
    for (size_t last = std::min(words.size(), first + kMaxWords); last > first; --last) {
      Range range{words[first].first, words[last - 1].second};
      if (range.second > text.size()) continue;
      if (names.contains(std::string_view(text).substr(range.first, range.second - range.first))) {
        found.insert(range);
        first = last - 1;
        break;
      }
    }
  }
  return found;
}

MissReason ReasonOf(const v1::Entity& entity, const v1::Mention& mention) {
  if (!mention.proclitic().empty()) return MissReason::kProclitic;
  std::string folded = text::FoldText(mention.surface());
  if (folded == text::FoldText(entity.name())) return MissReason::kSpelling;
  for (const v1::Label& label : entity.labels()) {
    if (folded == text::FoldText(label.text())) return MissReason::kSpelling;
  }
  return MissReason::kOtherForm;
}

class Comparer {
 public:
  explicit Comparer(const std::vector<const v1::EnrichedArticle*>& articles) : names_(NamesOf(articles)) {}

  void Add(const v1::EnrichedArticle& article) {
    AddField(article, text::TextField::kTitle, article.article().title());
    AddField(article, text::TextField::kBody, article.article().body());
  }

  Comparison Done() {
    for (auto& [key, miss] : misses_) comparison_.misses.push_back(std::move(miss));
    std::stable_sort(comparison_.misses.begin(), comparison_.misses.end(),
                     [](const Miss& a, const Miss& b) { return a.count > b.count; });
    return std::move(comparison_);
  }

 private:
  void AddField(const v1::EnrichedArticle& record, text::TextField field, const std::string& text) {
    Score& score = comparison_.by_language[record.text().language()];
    std::set<Range> exact = FindExact(text, WordsOf(record, article::ToContract(field)), names_);
    std::set<Range> unmatched = exact;
    for (const article::SureMention& found : article::ReadSureMentions(record, field)) {
      ++score.marsad;
      Range range{found.span.begin, found.span.end};
      if (exact.contains(range)) {
        ++score.exact;
      } else {
        AddMiss(record.text().language(), record.entities(static_cast<int>(found.entity)), *found.mention);
      }
      RemoveOverlapping(range, &unmatched);
    }
    score.exact_only += unmatched.size();
  }

  static void RemoveOverlapping(Range range, std::set<Range>* ranges) {
    // Ranges of one field do not overlap each other: only those beginning before the end can touch.
    auto at = ranges->lower_bound({range.second, 0});
    while (at != ranges->begin()) {
      --at;
      if (at->second <= range.first) break;
      at = ranges->erase(at);
    }
  }

  void AddMiss(const std::string& language, const v1::Entity& entity, const v1::Mention& mention) {
    std::string written = mention.proclitic() + mention.surface();
    const std::string& id = entity.id().empty() ? entity.name() : entity.id();
    auto [place, is_new] = misses_.try_emplace({language, id, written});
    if (is_new) place->second = {language, id, entity.name(), written, ReasonOf(entity, mention), 0};
    ++place->second.count;
  }

  Names names_;
  std::map<std::tuple<std::string, std::string, std::string>, Miss> misses_;
  Comparison comparison_;
};

}  // namespace

Comparison CompareWithExact(const std::vector<const v1::EnrichedArticle*>& articles) {
  Comparer comparer(articles);
  for (const v1::EnrichedArticle* article : articles) comparer.Add(*article);
  return comparer.Done();
}

}  // namespace marsad::cli
