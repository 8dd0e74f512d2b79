// Expected failures are values. Result<T> holds a T or an Error; exceptions stay for what ends the process.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace marsad {

// Why something could not be done: one sentence for a person, naming what, where and what is allowed.
struct Error {
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

// return Fail("no such file: " + path);
inline tl::unexpected<Error> Fail(std::string message) { return tl::unexpected(Error{std::move(message)}); }

}  // namespace marsad
