// The last stage of Canny's edge detector, on one bit a pixel.
#pragma once
#include <cstdint>
#include <vector>

#include "compute/cpu/workers.h"
#include "model/image.h"

namespace droplet {

/// One bit a pixel, 64 a word from the lowest on. Beside the rows stands a word of zeros on either side, and
/// a row of zeros above and below the picture.
class BitPicture {
 public:
    static constexpr int word_bits = 64;

    BitPicture() = default;
    /// All bits 0.
    explicit BitPicture(Size size);

    Size size() const { return size_; }
    int words() const { return static_cast<int>(stride_) - 2; }  ///< of a row
    /// y from −1 to the height.
    std::uint64_t* row(int y) { return words_.data() + offset(y); }
    const std::uint64_t* row(int y) const { return words_.data() + offset(y); }

 private:
    std::size_t offset(int y) const { return static_cast<std::size_t>(y + 1) * stride_ + 1; }

    Size size_;
    std::size_t stride_ = 2;
    std::vector<std::uint64_t> words_;
};

/// Grows `edges` to all pixels of `allowed` that they touch, of eight neighbours, and on from there. `edges`
/// are among the allowed. The result is the only one there is, so that it does not depend on the threads.
void grow_edges(const BitPicture& allowed, BitPicture& edges, Workers& workers);

}  // namespace droplet
