#include "stages/decode/html/class_names.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "stages/decode/html/rules.h"

namespace marsad::decode {
namespace {

struct Claim {
  std::string_view word;
  HtmlClaim claim;
};

// Sorted by word.
constexpr Claim kClaims[] = {
    {"ad", HtmlClaim::kAd},
    {"addtoany", HtmlClaim::kLinks},
    {"ads", HtmlClaim::kAd},
    {"adsbygoogle", HtmlClaim::kAd},
    {"adslot", HtmlClaim::kAd},
    {"advert", HtmlClaim::kAd},
    {"advertisement", HtmlClaim::kAd},
    {"advertising", HtmlClaim::kAd},
    {"banner", HtmlClaim::kAd},
    {"breadcrumb", HtmlClaim::kLinks},
    {"breadcrumbs", HtmlClaim::kLinks},
    {"comment", HtmlClaim::kComments},
    {"comments", HtmlClaim::kComments},
    {"consent", HtmlClaim::kOffer},
    {"cookie", HtmlClaim::kOffer},
    {"cookies", HtmlClaim::kOffer},
    {"crumbs", HtmlClaim::kLinks},
    {"cta", HtmlClaim::kOffer},
    {"disqus", HtmlClaim::kComments},
    {"donate", HtmlClaim::kOffer},
    {"donation", HtmlClaim::kOffer},
    {"followers", HtmlClaim::kOffer},
    {"gdpr", HtmlClaim::kOffer},
    {"hashtags", HtmlClaim::kLinks},
    {"membership", HtmlClaim::kOffer},
    {"menu", HtmlClaim::kLinks},
    {"morenews", HtmlClaim::kLinks},
    {"mostread", HtmlClaim::kLinks},
    {"nav", HtmlClaim::kLinks},
    {"navbar", HtmlClaim::kLinks},
    {"navigation", HtmlClaim::kLinks},
    {"newsletter", HtmlClaim::kOffer},
    {"optin", HtmlClaim::kOffer},
    {"outbrain", HtmlClaim::kLinks},
    {"pagination", HtmlClaim::kLinks},
    {"paywall", HtmlClaim::kOffer},
    {"popular", HtmlClaim::kLinks},
    {"popup", HtmlClaim::kOffer},
    {"promo", HtmlClaim::kOffer},
    {"promoted", HtmlClaim::kAd},
    {"rateit", HtmlClaim::kOffer},
    {"rating", HtmlClaim::kOffer},
    {"ratings", HtmlClaim::kOffer},
    {"readalso", HtmlClaim::kLinks},
    {"recirc", HtmlClaim::kLinks},
    {"recommend", HtmlClaim::kLinks},
    {"recommended", HtmlClaim::kLinks},
    {"regwall", HtmlClaim::kOffer},
    {"related", HtmlClaim::kLinks},
    {"relatednews", HtmlClaim::kLinks},
    {"relatedposts", HtmlClaim::kLinks},
    {"share", HtmlClaim::kLinks},
    {"sharedaddy", HtmlClaim::kLinks},
    {"sharethis", HtmlClaim::kLinks},
    {"sharing", HtmlClaim::kLinks},
    {"sidebar", HtmlClaim::kLinks},
    {"signup", HtmlClaim::kOffer},
    {"social", HtmlClaim::kLinks},
    {"sponsor", HtmlClaim::kAd},
    {"sponsored", HtmlClaim::kAd},
    {"subscribe", HtmlClaim::kOffer},
    {"subscription", HtmlClaim::kOffer},
    {"taboola", HtmlClaim::kLinks},
    {"tagcloud", HtmlClaim::kLinks},
    {"tags", HtmlClaim::kLinks},
    {"toolbar", HtmlClaim::kLinks},
    {"trending", HtmlClaim::kLinks},
    {"widget", HtmlClaim::kLinks},
};

// Beside a claim's word they make it a matter of layout, or deny it.
constexpr std::string_view kLayoutWords[] = {
    "active", "col", "column", "disabled", "enabled", "font", "free", "grid",    "has",   "hidden", "hide",   "is",
    "layout", "no",  "none",   "off",      "open",    "row",  "size", "spacing", "width", "with",   "without"};

bool IsLower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// The words of one token, cut at signs and changes of case, in lower case, without copies for most.
template <typename Take>
void ForEachWord(std::string_view token, Take take) {
  std::string word;
  for (size_t i = 0; i <= token.size(); ++i) {
    const char c = i < token.size() ? token[i] : ' ';
    const bool begins = IsUpper(c) && i > 0 && IsLower(token[i - 1]);
    if (begins || (!IsLower(c) && !IsUpper(c))) {
      if (!word.empty()) take(std::string_view(word));
      word.clear();
    }
    if (IsUpper(c)) word += static_cast<char>(c + ('a' - 'A'));
    if (IsLower(c)) word += c;
  }
}

template <typename Take>
void ForEachToken(std::string_view names, Take take) {
  for (size_t at = 0; at < names.size();) {
    while (at < names.size() && IsHtmlBlank(names[at])) ++at;
    const size_t begin = at;
    while (at < names.size() && !IsHtmlBlank(names[at])) ++at;
    if (at > begin) take(names.substr(begin, at - begin));
  }
}

HtmlClaim ClaimOfWord(std::string_view word) {
  const auto* found = std::ranges::lower_bound(kClaims, word, {}, &Claim::word);
  return found != std::end(kClaims) && found->word == word ? found->claim : HtmlClaim::kNone;
}

// Elementor calls whatever it shows a widget.
HtmlClaim ClaimOfToken(std::string_view token) {
  HtmlClaim claim = HtmlClaim::kNone;
  bool is_layout = false;
  const bool is_elementor = token.starts_with("elementor-");
  ForEachWord(token, [&](std::string_view word) {
    if (is_elementor && word == "widget") return;
    if (claim == HtmlClaim::kNone) claim = ClaimOfWord(word);
    is_layout = is_layout || std::ranges::find(kLayoutWords, word) != std::end(kLayoutWords);
  });
  return is_layout ? HtmlClaim::kNone : claim;
}

}  // namespace

HtmlClaim ClaimOf(const HtmlNode& node) {
  HtmlClaim claim = HtmlClaim::kNone;
  for (const std::string_view names : {AttributeOf(node, "class"), AttributeOf(node, "id")}) {
    ForEachToken(names, [&](std::string_view token) {
      if (claim == HtmlClaim::kNone) claim = ClaimOfToken(token);
    });
  }
  return claim;
}

bool HasTerm(std::string_view names, std::string_view term) {
  const std::string wanted = "-" + std::string(term) + "-";
  bool has = false;
  ForEachToken(names, [&](std::string_view token) {
    std::string words = "-";
    ForEachWord(token, [&](std::string_view word) { words.append(word) += '-'; });
    has = has || words.find(wanted) != std::string::npos;
  });
  return has;
}

}  // namespace marsad::decode
