#include "stages/decode/html/prune.h"

#include <gumbo.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "stages/decode/article/notice.h"
#include "stages/decode/html/class_names.h"
#include "stages/decode/html/rules.h"

namespace marsad::decode {
namespace {

constexpr uint32_t kLongestNotice = 1500;   // bytes
constexpr uint32_t kLongestBoxTitle = 100;  // bytes
constexpr uint32_t kShort = 200;            // bytes of a line that is looked at though it has neither link nor button

constexpr uint32_t kLongestAboutAuthor = 800;  // bytes

// What an element of such a class tells about: the article in a short line, or the author in a few sentences.
enum class About { kArticle, kAuthor };
struct AboutClass {
  std::string_view term;
  About about;
};
constexpr AboutClass kAsides[] = {
    {"article-info", About::kArticle}, {"article-meta", About::kArticle}, {"author-role", About::kArticle},
    {"author-title", About::kArticle}, {"entry-meta", About::kArticle},   {"job-title", About::kArticle},
    {"jobtitle", About::kArticle},     {"meta-info", About::kArticle},    {"news-info", About::kArticle},
    {"news-meta", About::kArticle},    {"post-info", About::kArticle},    {"post-meta", About::kArticle},
    {"read-time", About::kArticle},    {"reading-time", About::kArticle}, {"story-meta", About::kArticle},
    {"about-author", About::kAuthor},  {"author-about", About::kAuthor},  {"author-bio", About::kAuthor},
    {"author-box", About::kAuthor},    {"author-card", About::kAuthor},   {"author-description", About::kAuthor},
    {"author-profile", About::kAuthor}};

// What content systems put into feeds too, of up to so many bytes: Drupal the title, the author and the date, Blogger a footer.
constexpr uint32_t kLongestField = 500;
constexpr std::string_view kFeedFields[] = {"field-name-title",      "field-name-uid",       "field-name-created",
                                            "field-name-node-title", "field-name-post-date", "blogger-post-footer"};

bool IsFeedField(const GumboNode& node, const HtmlWeight& weight) {
  if (weight.text > kLongestField) return false;
  const std::string_view classes = AttributeOf(node, "class");
  if (classes.find("field-") == classes.npos && classes.find("blogger-") == classes.npos) return false;
  return std::ranges::any_of(kFeedFields, [&](std::string_view term) { return HasTerm(classes, term); });
}

bool IsOneOf(GumboTag tag, std::initializer_list<GumboTag> tags) { return std::ranges::find(tags, tag) != tags.end(); }

bool IsHeading(GumboTag tag) { return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6; }

// Elements that hold text itself, not other blocks.
bool IsLeaf(GumboTag tag) {
  return IsOneOf(tag, {GUMBO_TAG_P, GUMBO_TAG_SPAN, GUMBO_TAG_LI, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_STRONG, GUMBO_TAG_EM,
                       GUMBO_TAG_B, GUMBO_TAG_I});
}

bool IsBlock(GumboTag tag) {
  return IsHeading(tag) || IsOneOf(tag, {GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_UL, GUMBO_TAG_OL,
                                         GUMBO_TAG_LI, GUMBO_TAG_FORM, GUMBO_TAG_CENTER, GUMBO_TAG_ARTICLE});
}

// Whether a text ends as sentences do, in any script; not as "Loading..." does.
bool EndsSentence(std::string_view text) {
  constexpr std::string_view kEnds[] = {".",  "!",      "?",      "\u061F", "\u06D4", "\u3002",
                                        "\"", "\u00BB", "\u201D", "\u201C", "\u0964"};
  if (text.ends_with("..")) return false;
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return text.ends_with(end); });
}

// What stands beside the article's text about it or its author.
bool IsAside(const GumboNode& node, const HtmlWeight& weight) {
  if (weight.text > kLongestAboutAuthor) return false;
  if (weight.text <= kShort && HasToken(AttributeOf(node, "itemprop"), "jobTitle")) return true;
  const std::string_view classes = AttributeOf(node, "class");
  if (classes.empty()) return false;
  if (weight.text <= kShort && HasToken(classes, "role")) return true;
  for (const auto& [term, kind] : kAsides) {
    const bool fits = kind == About::kAuthor || (weight.text <= kShort && weight.prose == 0);
    if (fits && classes.find(term.substr(0, term.find('-'))) != std::string_view::npos && HasTerm(classes, term)) {
      return true;
    }
  }
  return false;
}

class Pruner {
 public:
  Pruner(const HtmlScale& scale, const HtmlNodes& shown, HtmlScope scope, HtmlWeight whole)
      : scale_(scale), shown_(shown), scope_(scope), whole_(whole) {}

  // Names are trusted at first. Where they stand on a good part of the prose they are a matter of layout.
  HtmlPruning Prune(const std::vector<const GumboNode*>& parts) {
    Walk(parts);
    if (uint64_t{doubtful_} * 4 > whole_.prose) {
      trusts_names_ = false;
      pruning_ = {};
      Walk(parts);
    }
    LeaveLonelyHeadingsOut();
    return std::move(pruning_);
  }

 private:
  void Walk(const std::vector<const GumboNode*>& parts) {
    std::vector<const GumboNode*> open = parts;
    while (!open.empty()) {
      const GumboVector& children = open.back()->v.element.children;
      open.pop_back();
      for (unsigned int i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        if (child->type != GUMBO_NODE_ELEMENT) continue;
        IsBoilerplate(*child) ? void(pruning_.left_out.insert(child)) : open.push_back(child);
      }
    }
  }

  // "More from the coast" above a list that was left out, with nothing else below it.
  void LeaveLonelyHeadingsOut() {
    HtmlNodes lonely;
    for (const GumboNode* box : pruning_.left_out) {
      const GumboNode* heading = Neighbour(*box, -1);
      if (heading == nullptr || lonely.contains(heading) || shown_.contains(heading) || !IsTitleOfBox(*heading))
        continue;
      const GumboNode* next = Neighbour(*box, 1);
      if (next == nullptr || IsHeading(next->v.element.tag)) lonely.insert(heading);
    }
    pruning_.left_out.merge(lonely);
  }

  bool IsTitleOfBox(const GumboNode& node) const {
    const HtmlWeight weight = scale_.Of(node);
    if (weight.text == 0 || weight.text > kLongestBoxTitle || IsMost(weight)) return false;
    const GumboTag tag = node.v.element.tag;
    if (IsHeading(tag) && tag != GUMBO_TAG_H1) return true;
    return IsOneOf(tag, {GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_STRONG}) && TextOf(node, HtmlView()).text.ends_with(':');
  }

  // The nearest element before (-1) or after (1) `node` that has text and is not left out.
  const GumboNode* Neighbour(const GumboNode& node, int step) const {
    const GumboVector& siblings = node.parent->v.element.children;
    for (auto at = static_cast<int64_t>(node.index_within_parent) + step;
         at >= 0 && at < static_cast<int64_t>(siblings.length); at += step) {
      const auto* sibling = static_cast<const GumboNode*>(siblings.data[at]);
      if (sibling->type == GUMBO_NODE_TEXT) return nullptr;  // a heading has no text beside it
      if (sibling->type != GUMBO_NODE_ELEMENT || pruning_.left_out.contains(sibling)) continue;
      if (scale_.Of(*sibling).text > 0) return sibling;
    }
    return nullptr;
  }

  bool IsBoilerplate(const GumboNode& node) {
    const HtmlWeight weight = scale_.Of(node);
    if (scope_ == HtmlScope::kPage) {
      if (shown_.contains(&node)) return false;
      if (IsBoilerplateTag(node) || IsDialog(node) || IsAside(node, weight)) return true;
    }
    // A source that sends a fragment means it, but for links that it calls an aside.
    if (scope_ == HtmlScope::kFragment && node.v.element.tag == GUMBO_TAG_ASIDE) return HoldsLinksAlone(node);
    if (weight.text == 0) return false;
    if (IsMost(weight)) return false;
    if (IsFeedField(node, weight)) return true;
    if (IsAsClaimed(node, weight)) return true;
    return scope_ == HtmlScope::kPage && (IsNotice(node, weight) || IsListOfLinks(node, weight));
  }

  bool IsMost(const HtmlWeight& weight) const {
    return whole_.prose == 0 ? weight.text * 2 >= whole_.text : weight.prose * 2 >= whole_.prose;
  }

  // Of an element that is not weighed with the page.
  static bool HoldsLinksAlone(const GumboNode& node) {
    const HtmlWeight weight = WeighHtml(node, HtmlView()).Of(node);
    return weight.linked * 2 > weight.text;
  }

  static bool IsListOfLinks(const GumboNode& node, const HtmlWeight& weight) {
    return IsOneOf(node.v.element.tag, {GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_DIV, GUMBO_TAG_SECTION}) &&
           weight.links >= 2 && weight.linked * 3 > weight.text * 2;
  }

  // What the element says, if it is short enough to be a notice.
  Notice NoticeOf(const GumboNode& node, const HtmlWeight& weight) {
    if (weight.text > kLongestNotice) return Notice::kNone;
    const Notice notice = NoticeOfText(TextOf(node, HtmlView()).text);
    pruning_.is_locked = pruning_.is_locked || notice == Notice::kLocked;
    return notice;
  }

  bool IsNotice(const GumboNode& node, const HtmlWeight& weight) {
    if (!IsBlock(node.v.element.tag)) return false;
    if (weight.controls == 0 && weight.links == 0 && weight.text > kShort) return false;
    const Notice notice = NoticeOf(node, weight);
    return notice == Notice::kConsent ? weight.controls > 0 || weight.links > 0 : notice != Notice::kNone;
  }

  // Whether the names of the element's class and id are true.
  bool IsAsClaimed(const GumboNode& node, const HtmlWeight& weight) {
    // In a fragment much has such names for its looks; what a reader of feeds never wants are links for sharing.
    const HtmlClaim claim = ClaimOf(node);
    if (claim == HtmlClaim::kNone) return false;
    if (scope_ == HtmlScope::kFragment && claim != HtmlClaim::kLinks) return false;
    if (claim == HtmlClaim::kOffer && NoticeOf(node, weight) != Notice::kNone) return true;
    return weight.prose == 0 ? IsShortAsClaimed(node, claim, weight) : IsProseAsClaimed(node, claim, weight);
  }

  bool IsShortAsClaimed(const GumboNode& node, HtmlClaim claim, const HtmlWeight& weight) {
    if (weight.links > 0 || weight.controls > 0) return true;
    if (IsHeading(node.v.element.tag)) return claim == HtmlClaim::kLinks && trusts_names_;
    if (claim == HtmlClaim::kComments) return !IsLeaf(node.v.element.tag);
    if (EndsSentence(TextOf(node, HtmlView()).text)) {
      if (NoticeOf(node, weight) != Notice::kNone) return true;
      if (trusts_names_) doubtful_ += weight.text;
      return false;
    }
    return trusts_names_ || (claim == HtmlClaim::kAd && !IsHeadingAlone(node));
  }

  // Whether the element holds a heading and no other.
  static bool IsHeadingAlone(const GumboNode& node) {
    const GumboNode* inner = &node;
    while (inner != nullptr && !IsHeading(inner->v.element.tag)) inner = OnlyElement(*inner);
    return inner != nullptr;
  }

  static const GumboNode* OnlyElement(const GumboNode& node) {
    const GumboNode* only = nullptr;
    const GumboVector& children = node.v.element.children;
    for (unsigned int i = 0; i < children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (child->type != GUMBO_NODE_ELEMENT) continue;
      if (only != nullptr) return nullptr;
      only = child;
    }
    return only;
  }

  bool IsProseAsClaimed(const GumboNode& node, HtmlClaim claim, const HtmlWeight& weight) {
    // Of prose where names are layout, a link in a sentence proves nothing.
    const uint32_t share = trusts_names_ ? 5 : 2;
    const bool leads_elsewhere = weight.links >= weight.prose_blocks && weight.linked * share >= weight.text;
    if (leads_elsewhere || weight.linked_headings > 0) return true;
    if (claim == HtmlClaim::kOffer && weight.controls > 0) return true;
    if (NoticeOf(node, weight) != Notice::kNone) return true;
    const bool is_doubtful = IsLeaf(node.v.element.tag) || IsHeading(node.v.element.tag) || claim == HtmlClaim::kLinks;
    if (trusts_names_ && claim != HtmlClaim::kComments) doubtful_ += weight.prose;
    if (is_doubtful) return false;
    return trusts_names_ || claim == HtmlClaim::kComments;
  }

  const HtmlScale& scale_;
  const HtmlNodes& shown_;
  const HtmlScope scope_;
  const HtmlWeight whole_;
  bool trusts_names_ = true;
  uint32_t doubtful_ = 0;  // prose in elements whose names alone say that it is none
  HtmlPruning pruning_;
};

}  // namespace

bool TellsOfArticle(const HtmlNode& node) { return IsAside(node, HtmlWeight()); }

HtmlPruning PruneHtml(const std::vector<const HtmlNode*>& parts, const HtmlScale& scale, const HtmlNodes& shown,
                      HtmlScope scope) {
  HtmlWeight whole;
  for (const HtmlNode* part : parts) whole += scale.Of(*part);
  return Pruner(scale, shown, scope, whole).Prune(parts);
}

}  // namespace marsad::decode
