// Operators in and out of JSON: `{"shape": [out, in, 3, 3], "weights": [[[[…]]]]}`, in a file of their own
// (media/operator_file.h) or as a part of a preset.
#pragma once
#include <string>

#include "model/json_fields.h"
#include "model/operator.h"

namespace droplet {

/// What an operator's object looks like, for messages.
inline constexpr std::string_view operator_form = "{\"shape\": …, \"weights\": …}";

/// The object, indented by `indent` columns but for its first line, without a line feed at the end. A slice
/// stands on one line; weights in the shortest decimals that read back the same bits.
std::string operator_text(const Operator& op, int indent = 0);

/// `object` is a JSON object. `prefix` and the place make the subject of errors: "w.json: " and
/// "weights[2][0][1]". Throws Error (Fault::usage, naming the place) unless the shape is [1, 1, 3, 3] or [3,
/// 3, 3, 3], the weights have it, and each is a number within ± largest_weight.
Operator operator_from_json(const Json& object, const std::string& prefix);

/// The text of an operator file; `name` is the subject of errors. Throws Error as operator_from_json() does,
/// and (Fault::job) for what is no JSON object.
Operator parse_operator(const std::string& text, const std::string& name);

}  // namespace droplet
