#include "stages/summarize/start.h"

#include <algorithm>

#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

constexpr size_t kLeadSentences = 3;  // news that is told in these begins with the first of them
// Per mille of the title: what a filler must say more to be where the news begins, and an author's thesis may say less.
constexpr uint32_t kFillerShare = 300;
constexpr uint32_t kThesisShare = 300;

class StartFinder {
 public:
  StartFinder(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights)
      : kind_(kind), candidates_(candidates), title_(title), weights_(weights) {}

  size_t Find() const {
    if (candidates_.empty()) return 0;
    if (kind_ == Kind::kList || kind_ == Kind::kLiveBlog) return FirstThatTells();
    if (kind_ != Kind::kReport) return FindByTitle();
    if (title_.is_quotation()) return FindAfterScene(FirstThatTells(), weights_.quotation);
    const size_t start = FindByFacts(FindByTitle());
    return start < kLeadSentences && IsTeaser() ? FindAfterScene(start, weights_.teaser) : start;
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
    return start < kLeadSentences && kind_ == Kind::kReport ? InOpening(first, start) : FirstDecision(start);
  }

  // Where the news begins if `start`, among the first sentences, says most of the title.
  size_t InOpening(size_t first, size_t start) const {
    if (candidates_[start].is_filler) return first;  // a formula names who speaks, as the title
    return IsNewsAfterScene(first, start) ? start : std::min(start, first);
  }

  // Whether the first of the article's sentences that tells as the title does that something happened is the one at `start`, and
  // those before it say nothing of the title and tell little.
  bool IsNewsAfterScene(size_t first, size_t start) const {
    if (start <= first || !candidates_[start].acts) return false;
    return std::all_of(candidates_.begin() + static_cast<ptrdiff_t>(first),
                       candidates_.begin() + static_cast<ptrdiff_t>(start), [&](const Facts& facts) {
                         return Tells(facts) < weights_.scene && title_.Share(facts.title_bits) < weights_.scene_share;
                       });
  }

  // `start`, unless it or the article's first three sentences set a scene and another one tells news.
  size_t FindByFacts(size_t start) const {
    const double opening = OfThree(0);
    const double found = OfThree(start);
    if (opening >= weights_.scene && found >= weights_.scene) return start;
    double best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, News(facts, title_));
    if (best < weights_.news || best < std::min(opening, found) + weights_.more_news) return start;
    const auto news = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return News(facts, title_) >= best * weights_.of_best_news;
    });
    return FirstDecision(static_cast<size_t>(news - candidates_.begin()));
  }

  // Whether no sentence that tells something says much of the title.
  bool IsTeaser() const {
    return std::none_of(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return Tells(facts) >= weights_.scene && title_.Share(facts.title_bits) >= weights_.teaser_share;
    });
  }

  // Under a title that announces nothing: `start`, unless it and what follows set a scene before a sentence that tells news.
  size_t FindAfterScene(size_t start, const SceneWeights& weights) const {
    double best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, OpeningNews(facts));
    if (best < weights.news) return start;
    double scene = 0;
    size_t found = 0;
    for (; OpeningNews(candidates_[found]) < best * weights.of_best_news; ++found) {
      scene = std::max(scene, OpeningNews(candidates_[found]));
    }
    if (found < weights.least_scene) return start;
    return scene < weights.scene && best >= scene + weights.more_news ? FirstDecision(found) : start;
  }

  // What a sentence tells; a demand counts a little less, and one beside nothing else half.
  static double OpeningNews(const Facts& facts) {
    if (!Demands(facts)) return Tells(facts);
    const bool is_alone = !facts.acts && !facts.is_thesis && facts.figures == 0 && facts.names.empty();
    return Tells(facts) - kDemand + (is_alone ? kDemand / 2 : kOpeningDemand);
  }

  // What the one of three sentences tells and says of the title that does so most.
  double OfThree(size_t candidate) const {
    double most = 0;
    for (size_t i = candidate; i < std::min(candidate + kLeadSentences, candidates_.size()); ++i) {
      const double echo = weights_.echo * title_.Share(candidates_[i].title_bits) / 1000.0;
      most = std::max(most, OpeningNews(candidates_[i]) + echo);
    }
    return most;
  }

  size_t FirstThatTells() const {
    const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return !NeedsQuestion(facts) && (facts.is_thesis || !facts.is_filler || IsAnnounced(facts));
    });
    return found == candidates_.end() ? 0 : static_cast<size_t>(found - candidates_.begin());
  }

  // Whether a filler tells all the same what the title announces.
  bool IsAnnounced(const Facts& facts) const {
    return kind_ == Kind::kReport && !facts.is_preamble && (facts.acts || facts.figures > 0) &&
           title_.Share(facts.title_bits) >= kFillerShare;
  }

  // Whether it is an answer too short to be understood without its question.
  bool NeedsQuestion(const Facts& facts) const {
    constexpr uint32_t kShort = 9;  // words, with a label
    return kind_ == Kind::kInterview && facts.needs_antecedent && facts.words < kShort;
  }

  uint32_t Announces(const Facts& facts) const {
    if (NeedsQuestion(facts)) return 0;
    const uint32_t share = title_.Share(facts.title_bits) + (facts.is_thesis ? kThesisShare : 0);
    const uint32_t less = facts.is_filler ? kFillerShare : 0;
    return share > less ? share - less : 0;
  }

  // Whether the sentences from `first` on, as far as they are among the article's first, say enough of what is announced.
  bool OpensWithNews(size_t first) const {
    if (first >= kLeadSentences) return false;
    if (Tells(candidates_[first]) >= weights_.opening_news) return true;
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
