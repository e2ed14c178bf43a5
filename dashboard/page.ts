import { PacerApp } from './elements/app.ts';
import { HistoryPage } from './elements/history-page.ts';
import { JobActions } from './elements/job-actions.ts';
import { JobPage } from './elements/job-page.ts';
import { JobsPage } from './elements/jobs-page.ts';
import { LaunchPage } from './elements/launch-page.ts';
import { PlotFigure } from './elements/plot-figure.ts';
import { ReplayPage } from './elements/replay-page.ts';

// Here, as the package says that its modules have no side effects: others would be left out of the bundle.
customElements.define('pacer-plot', PlotFigure);
customElements.define('pacer-actions', JobActions);
customElements.define('pacer-launch', LaunchPage);
customElements.define('pacer-history', HistoryPage);
customElements.define('pacer-replay', ReplayPage);
customElements.define('pacer-job', JobPage);
customElements.define('pacer-jobs', JobsPage);
customElements.define('pacer-app', PacerApp);
