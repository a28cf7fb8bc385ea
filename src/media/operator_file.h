#pragma once
#include <string>

#include "model/operator.h"

namespace droplet {

/// Reads an operator (model/operator_json.h), "-" is standard input. Throws Error as parse_operator does,
/// with the path as the subject, and (Fault::job) when the file cannot be read.
Operator read_operator(const std::string& path);

/// Whether a file holds an operator rather than something else: a JSON object with weights. False for what
/// cannot be read.
bool holds_operator(const std::string& path);

/// Written beside its place and renamed; "-" is standard output. Throws Error (Fault::job) when it cannot be
/// written.
void write_operator(const Operator& op, const std::string& path);

}  // namespace droplet
