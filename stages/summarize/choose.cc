#include "stages/summarize/choose.h"

#include <algorithm>
#include <numeric>

#include "stages/summarize/facts.h"
#include "stages/summarize/kind.h"
#include "stages/summarize/title_words.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;

constexpr size_t kMostCandidates = 200;  // a summary is not looked for further down
constexpr size_t kLeadSentences = 3;     // news that is told in these begins with the first of them
constexpr size_t kMostEvidence = 3;
constexpr size_t kNamesThatCount = 3;
// Per mille of the title: what a filler must say more to be where the news begins, and an author's thesis may say less.
constexpr uint32_t kFillerShare = 300;
constexpr uint32_t kThesisShare = 300;
constexpr uint32_t kAnnouncedShare = 150;  // that is a reason

// Chooses one sentence after the other.
class Chooser {
 public:
  Chooser(const Article& article, const Weights& weights)
      : article_(article), weights_(weights), title_(article.title_tokens, article.search_title) {
    kind_ = KindOf(article);
    Article untitled = article;  // a sentence that says what the title says tells the news
    untitled.title_tokens = {};
    candidates_ = GatherFacts(article, Candidates(article, kind_, ChooseLead(untitled, kMostCandidates)), title_);
    start_ = FindStart();
  }

  Choice Run(const Budget& budget) {
    std::vector<size_t> picked;
    uint32_t words = 0;
    while (picked.size() < std::min(budget.sentences, candidates_.size()) && words < budget.words) {
      const size_t next = picked.empty() ? start_ : BestOfRest(picked);
      if (next == candidates_.size()) break;
      reasons_.push_back(ReasonsFor(next, picked));
      picked.push_back(next);
      words += candidates_[next].words;
      Say(candidates_[next]);
    }
    return InOrder(picked, words);
  }

 private:
  // Where the news begins: the first candidate, unless others say much more of what the title announces.
  size_t FindStart() const {
    if (candidates_.empty() || kind_ == Kind::kLiveBlog) return 0;
    if (kind_ == Kind::kList) return FirstThatTells();
    uint32_t best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, Announces(facts));
    if (best < weights_.late_share) return FirstThatTells();
    const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return Announces(facts) * 1000 >= best * weights_.late_ratio;
    });
    auto start = static_cast<size_t>(found - candidates_.begin());
    if (start < kLeadSentences && kind_ == Kind::kReport) return std::min(start, FirstThatTells());
    if (!candidates_[start].is_numbered) return start;
    while (start > 0 && candidates_[start - 1].is_numbered) --start;
    return start;
  }

  size_t FirstThatTells() const {
    const auto found = std::find_if(candidates_.begin(), candidates_.end(),
                                    [](const Facts& facts) { return facts.is_thesis || !facts.is_filler; });
    return found == candidates_.end() ? 0 : static_cast<size_t>(found - candidates_.begin());
  }

  uint32_t Announces(const Facts& facts) const {
    const uint32_t share = title_.Share(facts.title_bits) + (facts.is_thesis ? kThesisShare : 0);
    const uint32_t less = facts.is_filler ? kFillerShare : 0;
    return share > less ? share - less : 0;
  }

  size_t CountNewNames(const Facts& facts) const {
    std::vector<uint32_t> found;
    for (const Name& name : facts.names) {
      if (IsSaid(name.entity) || std::find(found.begin(), found.end(), name.entity) != found.end()) continue;
      found.push_back(name.entity);
    }
    return found.size();
  }

  bool IsSaid(uint32_t entity) const { return std::find(said_.begin(), said_.end(), entity) != said_.end(); }

  static bool Speaks(const Facts& facts) {
    return !facts.speech.empty() &&
           std::any_of(facts.names.begin(), facts.names.end(), [](const Name& name) { return name.may_speak; });
  }

  static bool Contains(const std::vector<size_t>& picked, size_t candidate) {
    return std::find(picked.begin(), picked.end(), candidate) != picked.end();
  }

  // Whether the sentence right before the candidate in the article is chosen.
  bool FollowsChosen(size_t candidate, const std::vector<size_t>& picked) const {
    return std::any_of(picked.begin(), picked.end(),
                       [&](size_t other) { return candidates_[other].number + 1 == candidates_[candidate].number; });
  }

  double Gain(size_t candidate, const std::vector<size_t>& picked) const {
    const Facts& facts = candidates_[candidate];
    const bool is_before = candidate < start_;
    double gain = is_before ? weights_.before : weights_.position / static_cast<double>(1 + candidate - start_);
    gain += weights_.announced * title_.Share(facts.title_bits & ~said_bits_) / 1000.0;
    gain += weights_.name * static_cast<double>(std::min(CountNewNames(facts), kNamesThatCount)) / kNamesThatCount;
    if (!facts.figure.empty()) gain += weights_.figure;
    if (Speaks(facts)) gain += weights_.speech;
    if (facts.names.empty() && facts.figure.empty()) gain += weights_.empty;
    if (facts.evaluates) gain += weights_.evaluation;
    if (facts.is_filler) gain += weights_.filler;
    if (facts.needs_antecedent && !FollowsChosen(candidate, picked)) gain += weights_.orphan;
    return gain;
  }

  // The number of candidates if none adds enough.
  size_t BestOfRest(const std::vector<size_t>& picked) const {
    size_t best = candidates_.size();
    double best_gain = weights_.least;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (Contains(picked, i)) continue;
      const double gain = Gain(i, picked);
      if (gain > best_gain) {
        best = i;
        best_gain = gain;
      }
    }
    return best;
  }

  void Say(const Facts& facts) {
    said_bits_ |= facts.title_bits;
    for (const Name& name : facts.names) {
      if (!IsSaid(name.entity)) said_.push_back(name.entity);
    }
  }

  std::vector<Reason> ReasonsFor(size_t candidate, const std::vector<size_t>& picked) const {
    const Facts& facts = candidates_[candidate];
    std::vector<Reason> reasons;
    if (kind_ == Kind::kLiveBlog) {
      reasons.push_back({ReasonKind::kNewest, {}});
    } else if (picked.empty()) {
      reasons.push_back({ReasonKind::kLead, {}});
    }
    if (title_.Share(facts.title_bits & ~said_bits_) >= kAnnouncedShare) {
      reasons.push_back({ReasonKind::kAnnounced, AnnouncedWords(facts)});
    }
    if (CountNewNames(facts) > 0) reasons.push_back({ReasonKind::kName, NewNames(facts)});
    if (!facts.figure.empty()) reasons.push_back({ReasonKind::kFigure, {facts.figure}});
    if (Speaks(facts)) reasons.push_back({ReasonKind::kSpeech, {facts.speech}});
    if (reasons.empty() || (facts.needs_antecedent && FollowsChosen(candidate, picked))) {
      reasons.push_back({ReasonKind::kFollows, {}});
    }
    return reasons;
  }

  std::vector<OriginalSpan> AnnouncedWords(const Facts& facts) const {
    std::vector<OriginalSpan> words;
    uint64_t open = facts.title_bits & ~said_bits_;
    for (size_t i = 0; i < facts.tokens.size() && words.size() < kMostEvidence; ++i) {
      const uint64_t bit = title_.BitOf(WordKey(facts.tokens, i, article_.search_body)) & open;
      if (bit == 0) continue;
      open &= ~bit;
      words.push_back(facts.tokens[i].original);
    }
    return words;
  }

  std::vector<OriginalSpan> NewNames(const Facts& facts) const {
    std::vector<OriginalSpan> names;
    std::vector<uint32_t> found;
    for (const Name& name : facts.names) {
      if (names.size() == kMostEvidence) break;
      if (IsSaid(name.entity) || std::find(found.begin(), found.end(), name.entity) != found.end()) continue;
      if (name.span.end > facts.sentence.end) continue;
      found.push_back(name.entity);
      names.push_back(name.span);
    }
    return names;
  }

  Choice InOrder(const std::vector<size_t>& picked, uint32_t words) {
    std::vector<size_t> order(picked.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return candidates_[picked[a]].sentence.begin < candidates_[picked[b]].sentence.begin;
    });
    Choice choice;
    choice.words = words;
    choice.ranking.resize(picked.size());
    for (size_t at = 0; at < order.size(); ++at) {
      choice.ranking[order[at]] = at;
      choice.sentences.push_back({candidates_[picked[order[at]]].sentence, std::move(reasons_[order[at]])});
    }
    choice.headline = picked.empty() ? 0 : choice.ranking.front();
    return choice;
  }

  const Article& article_;
  const Weights& weights_;
  const TitleWords title_;
  Kind kind_ = Kind::kReport;
  std::vector<Facts> candidates_;
  size_t start_ = 0;  // in candidates_
  std::vector<uint32_t> said_;
  uint64_t said_bits_ = 0;
  std::vector<std::vector<Reason>> reasons_;  // in the order of choosing
};

}  // namespace

Choice Choose(const Article& article, const Budget& budget, const Weights& weights) {
  return Chooser(article, weights).Run(budget);
}

}  // namespace marsad::summarize
