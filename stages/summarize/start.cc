#include "stages/summarize/start.h"

#include <algorithm>

namespace marsad::summarize {
namespace {

constexpr size_t kLeadSentences = 3;  // news that is told in these begins with the first of them
// Per mille of the title: what a filler must say more to be where the news begins, and an author's thesis may say less.
constexpr uint32_t kFillerShare = 300;
constexpr uint32_t kThesisShare = 300;
constexpr double kDemand = 4;  // what somebody says should be done is the news of an opinion
constexpr double kOpeningDemand = 3;

class StartFinder {
 public:
  StartFinder(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights)
      : kind_(kind), candidates_(candidates), title_(title), weights_(weights) {}

  size_t Find() const {
    if (candidates_.empty()) return 0;
    if (kind_ == Kind::kList || kind_ == Kind::kLiveBlog) return FirstThatTells();
    const size_t start = FindByTitle();
    return kind_ == Kind::kReport ? FindByFacts(start) : start;
  }

 private:
  size_t FindByTitle() const {
    const size_t first = FirstThatTells();
    uint32_t best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, Announces(facts));
    if (best < weights_.late_share || (kind_ == Kind::kReport && OpensWithNews(first))) return first;
    const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return Announces(facts) * 1000 >= best * weights_.late_ratio;
    });
    const auto start = static_cast<size_t>(found - candidates_.begin());
    if (start < kLeadSentences && kind_ == Kind::kReport) {
      return candidates_[start].is_filler ? first : std::min(start, first);  // a formula names who speaks, as the title
    }
    return FirstDecision(start);
  }

  // `start`, unless it or the article's first three sentences set a scene and another one tells news.
  size_t FindByFacts(size_t start) const {
    const double opening = OfThree(0);
    const double found = OfThree(start);
    if (opening >= weights_.scene && found >= weights_.scene) return start;
    double best = 0;
    for (size_t i = 0; i < candidates_.size(); ++i) best = std::max(best, News(i));
    if (best < weights_.news || best < std::min(opening, found) + weights_.more_news) return start;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (News(i) >= best * weights_.of_best_news) return FirstDecision(i);
    }
    return start;
  }

  // What the one of three sentences tells that tells most. There a demand counts a little less.
  double OfThree(size_t candidate) const {
    double most = 0;
    for (size_t i = candidate; i < std::min(candidate + kLeadSentences, candidates_.size()); ++i) {
      const double echo = weights_.echo * title_.Share(candidates_[i].title_bits) / 1000.0;
      const double demand = Demands(candidates_[i]) ? kDemand - kOpeningDemand : 0;
      most = std::max(most, Tells(i) - demand + echo);
    }
    return most;
  }

  static bool Demands(const Facts& facts) { return facts.demands || facts.is_thesis; }

  double News(size_t candidate) const {
    return Tells(candidate) + 2.0 * title_.Share(candidates_[candidate].title_bits) / 1000.0;
  }

  double Tells(size_t candidate) const {
    const Facts& facts = candidates_[candidate];
    if (facts.is_preamble) return -1;
    const auto if_so = [](bool is, double weight) { return is ? weight : 0.0; };
    const double figures = facts.figures > 1 ? 1.5 : 1.0;
    const double names = 0.5 * static_cast<double>(std::min<size_t>(facts.names.size(), 3));
    return if_so(facts.acts, 2) + if_so(facts.has_score, 2) + if_so(facts.figures > 0, figures) + names +
           if_so(facts.has_day, 0.5) + if_so(Speaks(facts), 1.5) + if_so(Demands(facts), kDemand) +
           if_so(facts.needs_antecedent || facts.needs_speaker, -0.5) + if_so(facts.is_filler, -2);
  }

  size_t FirstThatTells() const {
    const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      const bool announces = kind_ == Kind::kReport && !facts.is_preamble && (facts.acts || facts.figures > 0) &&
                             title_.Share(facts.title_bits) >= kFillerShare;
      return facts.is_thesis || !facts.is_filler || announces;
    });
    return found == candidates_.end() ? 0 : static_cast<size_t>(found - candidates_.begin());
  }

  uint32_t Announces(const Facts& facts) const {
    const uint32_t share = title_.Share(facts.title_bits) + (facts.is_thesis ? kThesisShare : 0);
    const uint32_t less = facts.is_filler ? kFillerShare : 0;
    return share > less ? share - less : 0;
  }

  // Whether the sentences from `first` on, as far as they are among the article's first, say enough of what is announced.
  bool OpensWithNews(size_t first) const {
    if (first >= kLeadSentences) return false;
    if (Tells(first) >= weights_.opening_news) return true;
    uint64_t bits = 0;
    for (size_t i = first; i < std::min(kLeadSentences, candidates_.size()); ++i) bits |= candidates_[i].title_bits;
    const uint32_t speech = Speaks(candidates_[first]) ? weights_.opening_speech : 0;
    return title_.Share(bits) + speech >= weights_.opening_share;
  }

  // Of a decree's decisions: `start`, or the first of those right before it.
  size_t FirstDecision(size_t start) const {
    if (!candidates_[start].is_numbered) return start;
    while (start > 0 && candidates_[start - 1].is_numbered) --start;
    return start;
  }

  const Kind kind_;
  const std::span<const Facts> candidates_;
  const TitleWords& title_;
  const Weights& weights_;
};

}  // namespace

size_t FindStart(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights) {
  return StartFinder(kind, candidates, title, weights).Find();
}

}  // namespace marsad::summarize
