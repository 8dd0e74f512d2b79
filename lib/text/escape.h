// Making foreign text harmless for terminals and logs (CWE-150, CVE-2021-42574). Display only, never stored.
#pragma once

#include <string>
#include <string_view>

namespace marsad::text {

// C0 and C1 controls (but line feed where `keep_newlines`), U+2028/9 and bidi controls as visible \u{...}; invalid
// UTF-8 as U+FFFD.
std::string EscapeControls(std::string_view text, bool keep_newlines = false);

// `text` between FSI and PDI, so that it cannot turn the line around it; bidi controls inside are dropped.
std::string Isolate(std::string_view text);

}  // namespace marsad::text
