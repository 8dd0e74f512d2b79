// What names of classes and ids claim of an element. A claim alone proves nothing: page builders put such names on every
// paragraph (main_content.cc weighs it against what the element holds).
#pragma once

#include <cstdint>
#include <string_view>

#include "stages/decode/html/tree.h"

namespace marsad::decode {

enum class HtmlClaim : uint8_t {
  kNone,
  kLinks,     // leads elsewhere: navigation, related articles, buttons for sharing
  kOffer,     // wants something of the reader: a newsletter, a subscription, consent
  kAd,        // advertising
  kComments,  // what readers say
};

// The first claim among the words of class and id, cut at hyphens, underscores and changes of case. A word beside one
// that speaks of layout or of absence ("has-sidebar", "ad-free") claims nothing.
HtmlClaim ClaimOf(const HtmlNode& node);

// Whether one of the tokens of `names` holds the words of `term`, cut alike and joined by hyphens: "photo-credit" in
// "photo-credit-wrap" and "photoCredit".
bool HasTerm(std::string_view names, std::string_view term);

}  // namespace marsad::decode
