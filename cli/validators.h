// Checks of an option's value that several verbs share.
#pragma once

namespace CLI {
class Validator;
}

namespace marsad::cli {

// A number above 0.
CLI::Validator AboveZero();
// A text that is not empty.
CLI::Validator NotEmpty();

}  // namespace marsad::cli
