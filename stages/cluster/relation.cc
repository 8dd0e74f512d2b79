#include "stages/cluster/relation.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace marsad::cluster {
namespace {

constexpr uint32_t kLongestRewording = 12;  // words dropped in one place that may have been reworded; more were cut
constexpr uint32_t kLongestFiller = 2;      // words put in at one place that may be grammar alone
constexpr uint32_t kLongestDropped = 3;  // words that may turn what stands around them; more are a clause that was cut

uint32_t PerMille(uint64_t part, uint64_t whole) { return whole == 0 ? 0 : static_cast<uint32_t>(part * 1000 / whole); }
constexpr uint32_t kLongestName = 5;  // words
constexpr uint32_t kNear = 15;        // words between two names of one statement

// A text made ready to be asked.
struct Side {
  explicit Side(const CopyText& text)
      : keys(text.Keys()), facts(text.Facts()), surfaces(text.Surfaces()), sorted(keys) {
    std::sort(sorted.begin(), sorted.end());
  }

  bool Has(uint32_t key) const { return std::binary_search(sorted.begin(), sorted.end(), key); }
  size_t size() const { return keys.size(); }

  std::vector<uint32_t> keys;
  std::vector<FactKind> facts;
  std::vector<std::string_view> surfaces;
  std::vector<uint32_t> sorted;  // keys
};

// How a gap stands to one kind of fact.
struct Found {
  bool is_new = false;  // the later text has one that the earlier one has nowhere
  bool is = false;      // the later text has one
  bool was = false;     // words that were replaced or dropped had one
  bool is_replaced = false;
  bool had_fact = false;  // of whichever kind, among the words that were replaced or dropped
  bool is_alone = false;  // replaced, and all else is the same
};

bool IsNumberChanged(const Gap& gap, const Found& found) { return found.is_new || (found.is && gap.is_paired); }

bool IsPolarityChanged(const Gap& gap, const Found& found) {
  return found.is || (found.was && (!gap.here.empty() || gap.there.count <= kLongestDropped));
}

bool IsDayChanged(const Gap&, const Found& found) { return found.is && found.had_fact; }

// A name that is only put in tells who says it.
bool IsNameChanged(const Gap&, const Found& found) {
  return (found.is_new && found.is_replaced) || (found.was && found.is);
}

// What alone differs in a mould is what it tells, if one of the two is rare.
bool IsWordChanged(const Gap&, const Found& found) {
  return (found.is_new && found.had_fact) || (found.is_alone && (found.is_new || found.was));
}

// When a gap changes a fact of a kind.
struct Rule {
  FactKind kind;
  bool (*is_changed)(const Gap& gap, const Found& found);
};

// The first that holds says what kind of difference a gap is.
constexpr Rule kRules[] = {
    {FactKind::kNumber, IsNumberChanged}, {FactKind::kPolarity, IsPolarityChanged}, {FactKind::kDay, IsDayChanged},
    {FactKind::kName, IsNameChanged},     {FactKind::kWord, IsWordChanged},
};

// Looks for facts that differ.
class Guard {
 public:
  Guard(const Side& here, const Side& there) : here_(here), there_(there) {}

  std::vector<Difference> Find(const Alignment& alignment) {
    gaps_ = alignment.gaps.size();
    for (const Gap& gap : alignment.gaps) {
      const FactKind kind = KindOf(gap);
      if (kind != FactKind::kNone) Add(kind, gap);
    }
    FindRepeated(alignment.gaps);
    FindExchanged(alignment);
    return std::move(differences_);
  }

 private:
  FactKind KindOf(const Gap& gap) const {
    const auto* const found =
        std::find_if(std::begin(kRules), std::end(kRules), [&](const Rule& rule) { return Differs(gap, rule); });
    return found == std::end(kRules) ? FactKind::kNone : found->kind;
  }

  static bool Has(const Side& side, WordRange range, FactKind kind) {
    const auto begin = side.facts.begin() + range.begin;
    return std::find(begin, begin + range.count, kind) != begin + range.count;
  }

  static bool HasAny(const Side& side, WordRange range) {
    const auto begin = side.facts.begin() + range.begin;
    return std::any_of(begin, begin + range.count, [](FactKind kind) { return kind != FactKind::kNone; });
  }

  // Whether `here` has a fact of the kind that the earlier text has nowhere.
  bool HasNew(WordRange here, FactKind kind) const {
    for (uint32_t at = here.begin; at < here.end(); ++at) {
      if (here_.facts[at] == kind && !there_.Has(here_.keys[at])) return true;
    }
    return false;
  }

  Found Look(const Gap& gap, FactKind kind) const {
    const bool is_replaced = gap.is_paired && !gap.there.empty() && gap.there.count <= kLongestRewording;
    return {.is_new = HasNew(gap.here, kind),
            .is = Has(here_, gap.here, kind),
            .was = is_replaced && Has(there_, gap.there, kind),
            .is_replaced = is_replaced,
            .had_fact = is_replaced && HasAny(there_, gap.there),
            .is_alone = is_replaced && gaps_ == 1 && !gap.here.empty()};
  }

  bool Differs(const Gap& gap, const Rule& rule) const {
    const Found found = Look(gap, rule.kind);
    // What stands before and after the shared text is a credit or a link, unless a number says that it goes on.
    if (gap.is_edge && (gap.there.empty() || gap.here.empty())) return found.is_new && rule.kind == FactKind::kNumber;
    return rule.is_changed(gap, found) || (!gap.is_paired && rule.kind != FactKind::kWord && found.is_new);
  }

  void Add(FactKind kind, const Gap& gap) {
    Difference difference{.kind = kind, .here = gap.here, .there = gap.there, .was = {}};
    for (uint32_t at = gap.there.begin; at < gap.there.end(); ++at) {
      if (there_.facts[at] != kind) continue;
      if (!difference.was.empty()) difference.was += ' ';
      difference.was += there_.surfaces[at];
    }
    differences_.push_back(std::move(difference));
  }

  // One word for another twice is a name for another, whatever the words are.
  void FindRepeated(const std::vector<Gap>& gaps) {
    struct Substitution {
      std::pair<uint32_t, uint32_t> words;
      const Gap* gap;
    };
    std::vector<Substitution> all;
    for (const Gap& gap : gaps) {
      if (gap.is_paired && gap.here.count == 1 && gap.there.count == 1) {
        all.push_back({{there_.keys[gap.there.begin], here_.keys[gap.here.begin]}, &gap});
      }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Substitution& a, const Substitution& b) { return a.words < b.words; });
    for (size_t i = 1; i < all.size(); ++i) {
      if (all[i].words == all[i - 1].words) Add(FactKind::kWord, *all[i].gap);
    }
  }

  static bool IsNamed(FactKind kind) { return kind == FactKind::kName || kind == FactKind::kWord; }

  // Where a name stands in both texts.
  struct Standing {
    uint32_t here = 0;
    uint32_t there = 0;
    friend auto operator<=>(const Standing&, const Standing&) = default;
  };

  // A name that stood before another one and stands after it now, or the other way round: who beat whom.
  void FindExchanged(const Alignment& alignment) {
    std::vector<Standing> moved = FindMoved(alignment);
    std::vector<Standing> names;
    for (const Shared& run : alignment.shared) {
      // What is longer is a sentence that was moved.
      std::vector<Standing>& into = run.here.count <= kLongestName ? moved : names;
      for (uint32_t i = 0; i < run.here.count; ++i) {
        if (IsNamed(here_.facts[run.here.begin + i])) into.push_back({run.here.begin + i, run.there.begin + i});
      }
    }
    names.insert(names.end(), moved.begin(), moved.end());
    std::sort(names.begin(), names.end());
    const auto exchanged =
        std::find_if(moved.begin(), moved.end(), [&](const Standing& one) { return HasPassed(one, names); });
    if (exchanged == moved.end()) return;
    Add(here_.facts[exchanged->here],
        {.here = {exchanged->here, 1}, .there = {exchanged->there, 1}, .is_edge = false, .is_paired = true});
  }

  // A name and a rare word that stand side by side in both texts: a verb before its subject, or after it. Two of one kind may be
  // two sides of a match.
  bool IsInversion(const Standing& a, const Standing& b) const {
    return here_.facts[a.here] != here_.facts[b.here] && std::abs(int64_t{a.here} - b.here) == 1 &&
           std::abs(int64_t{a.there} - b.there) == 1;
  }

  // Whether another one of `names`, which are sorted, stands near it in both texts, but on the other side.
  bool HasPassed(const Standing& one, const std::vector<Standing>& names) const {
    const uint32_t first = one.here - std::min(one.here, kNear);
    for (auto at = std::lower_bound(names.begin(), names.end(), Standing{first, 0});
         at != names.end() && at->here <= one.here + kNear; ++at) {
      if (IsInversion(*at, one)) continue;
      const int64_t distance = int64_t{at->there} - one.there;
      if ((int64_t{at->here} - one.here) * distance < 0 && std::abs(distance) <= kNear) return true;
    }
    return false;
  }

  // Names that were dropped at one place and put in at another.
  std::vector<Standing> FindMoved(const Alignment& alignment) const {
    std::vector<bool> is_shared(there_.size(), false);
    for (const Shared& run : alignment.shared) std::fill_n(is_shared.begin() + run.there.begin, run.there.count, true);
    std::map<uint32_t, uint32_t> dropped;  // key, its first place
    for (uint32_t there = 0; there < there_.size(); ++there) {
      if (!is_shared[there] && IsNamed(there_.facts[there])) dropped.emplace(there_.keys[there], there);
    }
    std::vector<Standing> moved;
    for (const Gap& gap : alignment.gaps) {
      for (uint32_t here = gap.here.begin; here < gap.here.end(); ++here) {
        const auto found = dropped.find(here_.keys[here]);
        if (found != dropped.end() && IsNamed(here_.facts[here])) moved.push_back({here, found->second});
      }
    }
    return moved;
  }

  const Side& here_;
  const Side& there_;
  size_t gaps_ = 0;
  std::vector<Difference> differences_;
};

// What a reader learns from words that were put in. One or two of them are grammar ("had", "but that"), but for facts that the
// earlier text has nowhere.
uint32_t CountInserted(WordRange words, uint32_t surplus, const Side& here, const Side& there) {
  if (surplus > kLongestFiller) return surplus;
  uint32_t learned = 0;
  for (uint32_t at = words.begin; at < words.end(); ++at) {
    if (here.facts[at] != FactKind::kNone && !there.Has(here.keys[at])) ++learned;
  }
  return std::min(surplus, learned);
}

Rewording CountReworded(const Alignment& alignment, const Side& here, const Side& there) {
  Rewording reworded;
  for (const Gap& gap : alignment.gaps) {
    if (gap.is_edge) {
      reworded.edges += gap.here.count;
      continue;
    }
    const uint32_t both = std::min(gap.here.count, gap.there.count);
    reworded.substituted += both;
    reworded.inserted += CountInserted(gap.here, gap.here.count - both, here, there);
  }
  return reworded;
}

uint32_t LongestRun(const Alignment& alignment) {
  uint32_t longest = 0;
  for (const Shared& run : alignment.shared) longest = std::max(longest, run.here.count);
  return longest;
}

bool Within(const Rewording& reworded, size_t words, const RelationLimits& limits) {
  const auto few = [&](uint32_t count, uint32_t limit) { return count <= 1 || PerMille(count, words) <= limit; };
  return few(reworded.substituted, limits.substituted) && few(reworded.inserted, limits.inserted) &&
         few(reworded.edges, limits.strange_edges);
}

Relation Decide(const Comparison& found, uint32_t longest_run, size_t words, size_t words_there,
                const RelationLimits& limits) {
  const bool same_facts = found.differences.empty();
  if (same_facts && found.of_this >= limits.copied && Within(found.reworded, words, limits)) {
    return found.of_that >= limits.copied ? Relation::kNear : Relation::kPart;
  }
  const bool has_more = words * 10 >= words_there * 12;
  if (found.of_that >= limits.copied && has_more) return Relation::kContains;
  if (std::max(found.of_this, found.of_that) >= limits.revised) return Relation::kRevised;
  return longest_run >= limits.shortest_passage ? Relation::kShares : Relation::kNone;
}

}  // namespace

Comparison Compare(const CopyText& here_text, const CopyText& there_text, const RelationLimits& limits) {
  const Side here(here_text);
  const Side there(there_text);
  Comparison found;
  if (here.size() == 0 || there.size() == 0) return found;
  Alignment alignment = Align(here.keys, there.keys);
  found.of_this = PerMille(alignment.matched, here.size());
  found.of_that = PerMille(alignment.matched, there.size());
  if (here.keys == there.keys) {
    found.relation = Relation::kExact;
  } else {
    found.differences = Guard(here, there).Find(alignment);
    found.reworded = CountReworded(alignment, here, there);
    found.relation = Decide(found, LongestRun(alignment), here.size(), there.size(), limits);
  }
  std::erase_if(alignment.shared, [](const Shared& run) { return run.here.count < kShortestRun; });
  found.passages = std::move(alignment.shared);
  return found;
}

}  // namespace marsad::cluster
