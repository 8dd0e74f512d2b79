#include "stages/decode/html/main_content.h"

#include <gumbo.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "stages/decode/article/notice.h"
#include "stages/decode/article/words.h"
#include "stages/decode/html/class_names.h"
#include "stages/decode/html/live_blog.h"
#include "stages/decode/html/prune.h"
#include "stages/decode/html/rules.h"

namespace marsad::decode {
namespace {

constexpr uint32_t kMostPercent = 65;
constexpr size_t kMaxHidden = 20;   // hidden elements that are weighed by themselves
constexpr size_t kMaxMarkers = 64;  // elements by which a hidden one is known to hold the article
constexpr size_t kMaxPosts = 2000;
constexpr size_t kNeighbours = 4;  // elements after the article's that are looked at for a notice
constexpr size_t kMaxTeasers = 12;
constexpr uint32_t kTellingProse = 200;  // bytes beside teasers
constexpr ptrdiff_t kTellingWords = 4;   // of a heading beside them
constexpr uint32_t kNotice = 1000;       // bytes of a notice after the article at most

bool IsOneOf(GumboTag tag, std::initializer_list<GumboTag> tags) { return std::ranges::find(tags, tag) != tags.end(); }

bool IsMost(uint32_t part, uint32_t whole) { return uint64_t{part} * 100 >= uint64_t{whole} * kMostPercent; }

// The elements from the root down to `node`.
std::vector<const GumboNode*> PathTo(const GumboNode* node) {
  std::vector<const GumboNode*> path;
  for (; node != nullptr && node->type == GUMBO_NODE_ELEMENT; node = node->parent) path.push_back(node);
  std::ranges::reverse(path);
  return path;
}

bool IsInside(const GumboNode* node, const GumboNode& element) {
  for (; node != nullptr; node = node->parent) {
    if (node == &element) return true;
  }
  return false;
}

std::string_view FirstClass(const GumboNode& node) {
  const std::string_view classes = AttributeOf(node, "class");
  return classes.substr(0, classes.find(' '));
}

// Whether two elements look like entries of one list.
bool AreAlike(const GumboNode& a, const GumboNode& b) {
  return a.v.element.tag == b.v.element.tag && FirstClass(a) == FirstClass(b);
}

const GumboNode* NextSibling(const GumboNode& node) {
  const GumboVector& siblings = node.parent->v.element.children;
  for (size_t i = node.index_within_parent + 1; i < siblings.length; ++i) {
    const auto* sibling = static_cast<const GumboNode*>(siblings.data[i]);
    if (sibling->type == GUMBO_NODE_ELEMENT) return sibling;
  }
  return nullptr;
}

class Finder {
 public:
  Finder(const HtmlFacts& facts, const HtmlNodes& outside) : facts_(facts) {
    view_.left_out = outside;
    articles_ = facts.articles;
    scale_ = WeighHtml(*facts.body, view_);
    if (Reveal()) scale_ = WeighHtml(*facts.body, view_);
    if (LeaveTeasersOut()) scale_ = WeighHtml(*facts.body, view_);
  }

  HtmlMain Find() {
    HtmlMain main;
    for (const GumboNode* part : Choose()) {
      if (Of(*part).text > 0) main.parts.push_back(part);
    }
    if (main.parts.empty()) return main;
    for (const GumboNode* part : main.parts) main.weight += Of(*part);
    main.first_prose = FirstProse(main.parts);
    HtmlPruning pruning = PruneHtml(main.parts, scale_, view_.shown, HtmlScope::kPage);
    main.is_locked = pruning.is_locked || IsLockedBehind(*main.parts.back());
    main.view = std::move(view_);
    main.view.left_out.merge(pruning.left_out);
    return main;
  }

 private:
  HtmlWeight Of(const GumboNode& node) const { return scale_.Of(node); }

  // Shows what an attribute hides, or a dialog, if the page's article lies in it. Whether there is one.
  bool Reveal() {
    const uint32_t visible = Of(*facts_.body).prose;
    std::vector<const GumboNode*> candidates = scale_.hidden;
    if (visible == 0) candidates.insert(candidates.end(), scale_.dialogs.begin(), scale_.dialogs.end());
    if (candidates.size() > kMaxHidden) candidates.resize(kMaxHidden);
    for (const GumboNode* hidden : candidates) {
      if (visible > 0 && (IsDialog(*hidden) || ClaimOf(*hidden) != HtmlClaim::kNone)) continue;
      const uint32_t prose = WeighHtml(*hidden, view_).Of(*hidden).prose;
      if (prose == 0 || prose < visible || (visible > 0 && !HoldsArticle(*hidden))) continue;
      view_.shown.insert(hidden);
    }
    return !view_.shown.empty();
  }

  // A box of other articles ("More"), each an <article>, beside one that is none. On a front page they are all there is: the
  // rest must be prose of more than one of them, or stand under a heading of several words. Whether there is one.
  bool LeaveTeasersOut() {
    std::vector<const GumboNode*> teasers;
    std::ranges::copy_if(articles_, std::back_inserter(teasers), [&](const GumboNode* one) { return IsTeaser(*one); });
    if (teasers.empty() || teasers.size() != articles_.size() || teasers.size() > kMaxTeasers) return false;
    uint32_t in_teasers = 0;
    uint32_t largest = 0;
    for (const GumboNode* teaser : teasers) {
      in_teasers += Of(*teaser).prose;
      largest = std::max(largest, Of(*teaser).prose);
    }
    const uint32_t prose = Of(*facts_.body).prose;
    const uint32_t rest = prose - std::min(prose, in_teasers);
    const bool has_heading = std::ranges::any_of(facts_.headings, [&](const GumboNode* heading) {
      const auto holds_it = [&](const GumboNode* teaser) { return IsInside(heading, *teaser); };
      return std::ranges::none_of(teasers, holds_it) && CountWords(*heading) >= kTellingWords;
    });
    if (rest == 0 || !(rest > std::max(largest, kTellingProse) || has_heading)) return false;
    view_.left_out.insert(teasers.begin(), teasers.end());
    articles_.clear();
    return true;
  }

  bool IsTeaser(const GumboNode& article) const {
    const HtmlWeight weight = Of(article);
    const bool leads_elsewhere = weight.linked_headings > 0 || weight.linked * 2 > weight.text;
    return weight.text > 0 && leads_elsewhere && weight.prose_blocks <= 2;
  }

  static ptrdiff_t CountWords(const GumboNode& node) {
    const std::string words = WordsOf(TextOf(node, HtmlView()).text);
    return std::ranges::count(words, ' ') - 1;
  }

  bool HoldsArticle(const GumboNode& element) const {
    const auto is_inside = [&](const GumboNode* node) { return IsInside(node, element); };
    const auto holds_one = [&](const std::vector<const GumboNode*>& nodes) {
      return std::any_of(nodes.begin(), nodes.begin() + static_cast<ptrdiff_t>(std::min(nodes.size(), kMaxMarkers)),
                         is_inside);
    };
    return holds_one(facts_.articles) || holds_one(facts_.bodies) || holds_one(facts_.headings) ||
           is_inside(facts_.main);
  }

  const GumboNode* Heaviest(const std::vector<const GumboNode*>& nodes) const {
    const auto key = [&](const GumboNode* node) { return std::pair(Of(*node).prose, Of(*node).text); };
    const auto most = std::ranges::max_element(nodes, {}, key);
    return most == nodes.end() || Of(**most).text == 0 ? nullptr : *most;
  }

  std::vector<const GumboNode*> Choose() const {
    std::vector<const GumboNode*> parts = Bodies();
    const bool are_posts = parts.size() > 1;
    if (parts.empty()) parts.push_back(ChooseOne());
    const GumboNode& first = *parts.front();
    if (are_posts || HoldsPosts(first) || IsLiveBlog(facts_)) {
      const std::vector<const GumboNode*> opening = OpeningBefore(first, facts_, scale_);
      parts.insert(parts.begin(), opening.begin(), opening.end());
    }
    return parts;
  }

  // Whether it is what ChooseOne took for the sake of the posts in it.
  bool HoldsPosts(const GumboNode& element) const {
    const GumboNode* article = articles_.size() > 1 ? Heaviest(articles_) : nullptr;
    return article != nullptr && article->parent == &element && IsPost(*article);
  }

  // Page builders put each paragraph into an element of its own. Where but one of them is long enough to be prose, what holds
  // the others like it is the article's element.
  const GumboNode* WithItsLikes(const GumboNode* node) const {
    constexpr int kMostLevels = 4;
    const GumboNode* above = node;
    for (int level = 0; level < kMostLevels && above != facts_.body && above != facts_.main; ++level) {
      if (Of(*above).prose_blocks > 1 || above->parent->type != GUMBO_NODE_ELEMENT) break;
      if (HasTextualLike(*above)) return above->parent;
      above = above->parent;
    }
    return node;
  }

  // Whether elements like it beside it hold a line of text or more.
  bool HasTextualLike(const GumboNode& node) const {
    constexpr uint32_t kLine = 20;  // bytes
    uint32_t text = 0;
    const GumboVector& siblings = node.parent->v.element.children;
    for (unsigned int i = 0; i < siblings.length; ++i) {
      const auto* sibling = static_cast<const GumboNode*>(siblings.data[i]);
      if (sibling == &node || sibling->type != GUMBO_NODE_ELEMENT || !AreAlike(*sibling, node)) continue;
      const HtmlWeight weight = Of(*sibling);
      const bool is_text = weight.linked * 3 < weight.text && weight.controls == 0;
      if (is_text && ClaimOf(*sibling) != HtmlClaim::kComments) text += weight.text;
    }
    return text >= kLine;
  }

  // What holds the text by the page's elements <article>; null: they do not say. Comments and teasers are articles, too: of
  // several, one must stand out.
  const GumboNode* ByArticles(uint32_t prose) const {
    const GumboNode* article = Heaviest(articles_);
    if (article == nullptr || articles_.size() == 1) return article;
    if (IsPost(*article)) return article->parent;
    return Of(*article).prose * 2 >= prose ? article : nullptr;
  }

  const GumboNode* ChooseOne() const {
    const uint32_t prose = Of(*facts_.body).prose;
    if (const GumboNode* article = ByArticles(prose); article != nullptr) return article;
    if (facts_.articles.empty() && facts_.main == nullptr && facts_.texts.size() == 1 && Of(*facts_.texts[0]).text > 0)
      return facts_.texts[0];
    if (const GumboNode* around = AroundHeading(); prose == 0 && around != nullptr) return around;
    if (facts_.main != nullptr && Of(*facts_.main).prose * 2 >= prose && prose > 0)
      return WithItsLikes(Descend(facts_.main));
    return WithItsLikes(Descend(facts_.body));
  }

  // On a page whose paragraphs are all short: what holds its only main heading with some lines of text; null: nothing does.
  const GumboNode* AroundHeading() const {
    constexpr uint32_t kLines = 100;  // bytes besides the heading and links
    if (facts_.headings.size() != 1) return nullptr;
    const GumboNode& heading = *facts_.headings.front();
    const GumboNode* around = heading.parent;
    if (around == facts_.body || around->type != GUMBO_NODE_ELEMENT) return nullptr;
    const HtmlWeight weight = Of(*around);
    return weight.text >= Of(heading).text + weight.linked + kLines ? around : nullptr;
  }

  // Whether it is one of the posts of a live blog: others like it stand beside it, and none of them leads elsewhere.
  bool IsPost(const GumboNode& article) const {
    const GumboVector& siblings = article.parent->v.element.children;
    size_t posts = 0;
    for (unsigned int i = 0; i < siblings.length; ++i) {
      const auto* sibling = static_cast<const GumboNode*>(siblings.data[i]);
      if (sibling->type != GUMBO_NODE_ELEMENT || !AreAlike(*sibling, article)) continue;
      if (Of(*sibling).linked_headings > 0 || ClaimOf(*sibling) == HtmlClaim::kComments) return false;
      posts += Of(*sibling).text > 0;
    }
    return posts > 1;
  }

  // The outermost elements with itemprop=articleBody, or, if they are posts of a live blog, the posts.
  std::vector<const GumboNode*> Bodies() const {
    std::vector<const GumboNode*> bodies;
    for (const GumboNode* body : facts_.bodies) {
      const bool is_inner = !bodies.empty() && IsInside(body, *bodies.back());
      if (Of(*body).text > 0 && !is_inner) bodies.push_back(body);
    }
    if (bodies.size() < 2 || bodies.size() > kMaxPosts) return bodies;
    std::vector<const GumboNode*> posts = PostsAround(bodies);
    const auto is_teaser = [&](const GumboNode* post) { return Of(*post).linked_headings > 0; };
    if (!std::ranges::all_of(posts, is_teaser)) std::erase_if(posts, is_teaser);
    const bool are_posts = std::ranges::all_of(posts, [&](const GumboNode* one) { return AreAlike(*one, *posts[0]); });
    return are_posts ? posts : bodies;
  }

  // For each body the largest element that holds no other.
  static std::vector<const GumboNode*> PostsAround(const std::vector<const GumboNode*>& bodies) {
    std::unordered_set<const GumboNode*> shared;
    std::unordered_set<const GumboNode*> seen;
    for (const GumboNode* body : bodies) {
      for (const GumboNode* node : PathTo(body)) {
        if (!seen.insert(node).second) shared.insert(node);
      }
    }
    std::vector<const GumboNode*> posts;
    for (const GumboNode* body : bodies) {
      const GumboNode* post = body;
      while (post->parent->type == GUMBO_NODE_ELEMENT && !shared.contains(post->parent)) post = post->parent;
      posts.push_back(post);
    }
    return posts;
  }

  // The smallest element that holds most of the prose of `node`.
  const GumboNode* Descend(const GumboNode* node) const {
    const uint32_t prose = Of(*node).prose;
    while (prose > 0) {
      const GumboVector& children = node->v.element.children;
      const GumboNode* most = nullptr;
      for (unsigned int i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        if (child->type == GUMBO_NODE_ELEMENT && IsMost(Of(*child).prose, prose)) most = child;
      }
      // A single long paragraph is not the article's element: what is around it belongs to it.
      if (most == nullptr || IsOneOf(most->v.element.tag, {GUMBO_TAG_P, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE})) break;
      node = most;
    }
    return node;
  }

  // The innermost element of the first block of prose.
  const GumboNode* FirstProse(const std::vector<const GumboNode*>& parts) const {
    const auto holds_prose = [&](const void* node) {
      const auto* one = static_cast<const GumboNode*>(node);
      return one->type == GUMBO_NODE_ELEMENT && Of(*one).prose > 0;
    };
    const auto part = std::ranges::find_if(parts, holds_prose);
    const GumboNode* node = part == parts.end() ? nullptr : *part;
    while (node != nullptr) {
      const std::span<void*> children(node->v.element.children.data, node->v.element.children.length);
      const auto child = std::ranges::find_if(children, holds_prose);
      if (child == children.end()) break;
      node = static_cast<const GumboNode*>(*child);
    }
    return node;
  }

  // A paywall often stands after the element of the article, or after one that holds it.
  bool IsLockedBehind(const GumboNode& part) const {
    const GumboNode* node = &part;
    for (int level = 0; level < 2 && node != facts_.body && node->parent->type == GUMBO_NODE_ELEMENT; ++level) {
      const GumboNode* behind = NextSibling(*node);
      for (size_t i = 0; i < kNeighbours && behind != nullptr; ++i, behind = NextSibling(*behind)) {
        const HtmlWeight weight = Of(*behind);
        if (weight.text == 0 || weight.text > kNotice) continue;
        if (NoticeOfText(TextOf(*behind, view_).text) == Notice::kLocked) return true;
      }
      node = node->parent;
    }
    return false;
  }

  const HtmlFacts& facts_;
  std::vector<const GumboNode*> articles_;  // without teasers
  HtmlView view_;
  HtmlScale scale_;
};

}  // namespace

HtmlMain FindHtmlMain(const HtmlFacts& facts, const HtmlNodes& outside) {
  return facts.body == nullptr ? HtmlMain() : Finder(facts, outside).Find();
}

const HtmlNode* LeadHeading(const HtmlFacts& facts, const HtmlMain& main) {
  if (main.first_prose == nullptr) return nullptr;
  const size_t end = main.first_prose->v.element.start_pos.offset;
  constexpr size_t kLongest = 400;  // bytes; a class may call more than a title so
  const HtmlNode* lead = nullptr;
  for (const std::vector<const HtmlNode*>* nodes : {&facts.lesser, &facts.titled}) {
    for (const HtmlNode* heading : *nodes) {
      const size_t begin = heading->v.element.start_pos.offset;
      if (begin >= end) break;
      if (main.view.left_out.contains(heading)) continue;
      if (lead != nullptr && begin < lead->v.element.start_pos.offset) continue;
      const size_t bytes = nodes == &facts.titled ? TextOf(*heading, HtmlView()).text.size() : 1;
      if (bytes > 0 && bytes <= kLongest) lead = heading;
    }
  }
  return lead;
}

HtmlView ViewFragment(const HtmlNode& root) {
  HtmlView view;
  HtmlScale scale = WeighHtml(root, view);
  if (scale.Of(root).text == 0 && !scale.hidden.empty()) {
    view.shown.insert(scale.hidden.begin(), scale.hidden.end());
    scale = WeighHtml(root, view);
  }
  view.left_out = PruneHtml({&root}, scale, view.shown, HtmlScope::kFragment).left_out;
  return view;
}

}  // namespace marsad::decode
