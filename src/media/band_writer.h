#pragma once
#include <memory>
#include <string>

#include "media/image_io.h"
#include "model/image.h"

namespace droplet {

/// A picture that goes to its file in bands of rows, each of the whole width, so that it need not fit in
/// memory (a JPEG does). It appears under its name when it is finished; a writer destroyed before that leaves
/// nothing there.
class BandWriter {
 public:
    virtual ~BandWriter() = default;

    /// The last band of the picture comes first: a PFM begins with its bottom row.
    virtual bool bottom_up() const { return false; }
    /// Bands have a multiple of this many rows, but for the one at the bottom.
    virtual int row_unit() const { return 1; }

    /// The next band, of the writer's width, channels and alpha, rows from top to bottom in any case. Integer
    /// formats clamp to [0, 1]. Throws Error (Fault::job): full disk, closed pipe.
    virtual void add(const Image& band) = 0;
    /// Puts the complete file in its place. Throws Error (Fault::job).
    virtual void finish() = 0;
};

/// What a picture is made of.
struct BandShape {
    Size size;
    int channels = 3;
    bool has_alpha = false;
};

/// Opens by extension, as write_image() does: .png, .tif/.tiff (deflate; BigTIFF where a TIFF ends, at 4 GB),
/// .jpg/.jpeg (up to 65,535 pixels a side, kept in memory), .pfm. `threads` compress; 0: one per core; the
/// bytes of the file do not depend on it. Throws Error as write_image() does.
std::unique_ptr<BandWriter> open_bands(const std::string& path, const BandShape& shape,
                                       const WriteOptions& options = {}, int threads = 0);

}  // namespace droplet
