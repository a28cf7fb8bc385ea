#pragma once

/// Marks a function that runs on the host and on a GPU thread.
#if defined(__CUDACC__)
#define DROPLET_HD __host__ __device__
#else
#define DROPLET_HD
#endif
