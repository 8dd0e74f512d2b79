#include "stages/cluster/align.h"

#include <algorithm>
#include <utility>

namespace marsad::cluster {
namespace {

constexpr size_t kMostPlaces = 16;
constexpr uint32_t kLongestReworded = 25;  // words: what is longer on both sides was not reworded but is another text

struct Place {
  uint64_t shingle = 0;
  uint32_t at = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

uint64_t Shingle(std::span<const uint32_t> words) {
  uint64_t hash = 0;
  for (const uint32_t word : words) hash = (hash ^ word) * 0x9E3779B97F4A7C15 + 1;
  return hash;
}

class Aligner {
 public:
  Aligner(std::span<const uint32_t> here, std::span<const uint32_t> there)
      : here_(here), there_(there), taken_(there.size(), false) {
    for (uint32_t at = 0; at + kShortestRun <= there.size(); ++at) {
      places_.push_back({Shingle(there.subspan(at, kShortestRun)), at});
    }
    std::sort(places_.begin(), places_.end());
  }

  Alignment Run() {
    FindRuns();
    FillGaps();
    for (const Shared& run : result_.shared) result_.matched += run.here.count;
    return std::move(result_);
  }

 private:
  // How many words are the same from here on, none of them in a run yet.
  uint32_t Extend(uint32_t here, uint32_t there) const {
    uint32_t count = 0;
    while (here + count < here_.size() && there + count < there_.size() && !taken_[there + count] &&
           here_[here + count] == there_[there + count]) {
      ++count;
    }
    return count;
  }

  Shared Longest(uint32_t here, uint32_t expected) const {
    const uint32_t going_on = Extend(here, expected);
    if (going_on >= kShortestRun) return {{here, going_on}, {expected, going_on}};
    Shared best;
    const Place first{Shingle(here_.subspan(here, kShortestRun)), 0};
    auto place = std::lower_bound(places_.begin(), places_.end(), first);
    for (size_t i = 0; i < kMostPlaces && place != places_.end() && place->shingle == first.shingle; ++i, ++place) {
      const uint32_t count = Extend(here, place->at);
      // Of two runs as long as one another, the one that goes on after the last.
      const bool is_next = count == best.here.count && best.there.begin < expected && place->at >= expected;
      if (count > best.here.count || is_next) best = {{here, count}, {place->at, count}};
    }
    return best;
  }

  void Take(const Shared& run) {
    std::fill_n(taken_.begin() + run.there.begin, run.there.count, true);
    result_.shared.push_back(run);
  }

  void FindRuns() {
    uint32_t expected = 0;
    for (uint32_t at = 0; at + kShortestRun <= here_.size();) {
      const Shared run = Longest(at, expected);
      if (run.here.count < kShortestRun) {
        ++at;
        continue;
      }
      Take(run);
      at = run.here.end();
      expected = run.there.end();
    }
  }

  // Words inside gaps whose sides follow one another in both texts, in order.
  void FillGaps() {
    const std::vector<Shared> runs = std::move(result_.shared);
    result_.shared.clear();
    Shared before;
    for (size_t i = 0; i <= runs.size(); ++i) {
      const bool is_last = i == runs.size();
      const uint32_t here_end = is_last ? static_cast<uint32_t>(here_.size()) : runs[i].here.begin;
      const uint32_t there_end = is_last ? static_cast<uint32_t>(there_.size()) : runs[i].there.begin;
      Gap gap{.here = {before.here.end(), here_end - before.here.end()},
              .there = {},
              .is_edge = i == 0 || is_last,
              .is_paired = false};
      const uint32_t there_begin = before.there.end();
      if (there_begin <= there_end && IsFree(there_begin, there_end)) {
        gap.there = {there_begin, there_end - there_begin};
        gap.is_paired = true;
      }
      FillGap(gap);
      if (is_last) return;
      result_.shared.push_back(runs[i]);
      before = runs[i];
    }
  }

  bool IsFree(uint32_t begin, uint32_t end) const {
    return std::find(taken_.begin() + begin, taken_.begin() + end, true) == taken_.begin() + end;
  }

  void FillGap(Gap gap) {
    for (const auto& [here, there] : gap.is_paired ? CommonWords(gap) : Pairs()) {
      AddGap({{gap.here.begin, here - gap.here.begin}, {gap.there.begin, there - gap.there.begin}, gap.is_edge, true});
      result_.shared.push_back({{here, 1}, {there, 1}});
      gap.here = {here + 1, gap.here.end() - here - 1};
      gap.there = {there + 1, gap.there.end() - there - 1};
    }
    AddGap(gap);
  }

  using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

  // The longest common subsequence of a gap's two sides; nothing in a gap that is too large to have been reworded.
  Pairs CommonWords(const Gap& gap) {
    const uint32_t width = gap.there.count + 1;
    if (gap.here.empty() || gap.there.empty()) return {};
    if (std::max(gap.here.count, gap.there.count) > kLongestReworded) return {};
    longest_.assign((gap.here.count + 1) * size_t{width}, 0);  // of what follows (here, there)
    const auto cell = [&](uint32_t here, uint32_t there) -> uint16_t& {
      return longest_[here * size_t{width} + there];
    };
    for (uint32_t i = gap.here.count; i-- > 0;) {
      for (uint32_t j = gap.there.count; j-- > 0;) {
        const bool same = here_[gap.here.begin + i] == there_[gap.there.begin + j];
        cell(i, j) = same ? cell(i + 1, j + 1) + 1 : std::max(cell(i + 1, j), cell(i, j + 1));
      }
    }
    Pairs pairs;
    for (uint32_t i = 0, j = 0; cell(i, j) > 0;) {
      if (here_[gap.here.begin + i] == there_[gap.there.begin + j]) {
        pairs.emplace_back(gap.here.begin + i++, gap.there.begin + j++);
      } else if (cell(i + 1, j) >= cell(i, j + 1)) {
        ++i;
      } else {
        ++j;
      }
    }
    return pairs;
  }

  void AddGap(const Gap& gap) {
    if (!gap.here.empty() || !gap.there.empty()) result_.gaps.push_back(gap);
  }

  std::span<const uint32_t> here_;
  std::span<const uint32_t> there_;
  std::vector<bool> taken_;
  std::vector<Place> places_;
  std::vector<uint16_t> longest_;
  Alignment result_;
};

}  // namespace

Alignment Align(std::span<const uint32_t> here, std::span<const uint32_t> there) { return Aligner(here, there).Run(); }

}  // namespace marsad::cluster
