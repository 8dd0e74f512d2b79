// What feeds put beside the text of an item: boxes to share it, lists of other items.
#pragma once

#include "stages/decode/html/text.h"

namespace marsad::decode {

// Leaves out runs of two or more list items that are links for the most part, and lines that are nothing but two or more short links
// ("Facebook | WhatsApp"). Marks follow.
void DropLinkLists(RichText* text);

}  // namespace marsad::decode
