// What the class of an element says that the element holds of the article's facts.
#pragma once

#include <string_view>

namespace marsad::decode {

enum ClassRole : unsigned {
  kName = 1,       // an author's name alone
  kLine = 2,       // a line with it
  kPublished = 4,  // dates
  kUpdated = 8,
  kLogo = 16,   // of the site
  kTitle = 32,  // of the article, on pages that say so by no element
  kText = 64,   // the same of its text
};

// All roles that the tokens of `classes` have, as bits; 0 for most.
unsigned RolesOf(std::string_view classes);

// The same of the name that ASP.NET gives to a control ("ctl00_PlaceHolderMain_lblTitle"): a title or a date.
unsigned RolesOfControl(std::string_view id);

}  // namespace marsad::decode
