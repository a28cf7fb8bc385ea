// Kernels in and out of JSON: `{"size": [height, width], "weights": [[…], …]}`, rows from the top.
#pragma once
#include <string>

#include "model/json_fields.h"
#include "model/kernel.h"

namespace droplet {

/// What a kernel's object looks like, for messages.
inline constexpr std::string_view kernel_form = "{\"size\": …, \"weights\": …}";

/// The object, indented by `indent` columns but for its first line, without a line feed at the end. A row
/// stands on one line; weights in the shortest decimals that read back the same bits.
std::string kernel_text(const Kernel& kernel, int indent = 0);

/// `object` is a JSON object. `prefix` and the place make the subject of errors: "k.json: " and
/// "weights[2][0]". `size` may be missing. Throws Error (Fault::usage, naming the place) unless the rows are
/// of one length, both sides 1 to Kernel::longest_side, and each weight a number within ±
/// largest_kernel_weight.
Kernel kernel_from_json(const Json& object, const std::string& prefix);

}  // namespace droplet
