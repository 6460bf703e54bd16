object FirnJob {
  def main(sysArgs: Array[String]): Unit = {
    io.firn.cli.Main.main(sysArgs)
  }
}
